import { Skeleton, SkeletonCard, SkeletonTable } from '@/components/ui/skeleton'

/** A page while it is computed: the same places, still. */
export function PageSkeleton({ cards = true }: { readonly cards?: boolean }) {
  return (
    <main className="mx-auto w-full max-w-[1680px] px-6 pb-6 max-md:px-0" aria-busy="true">
      <div className="flex h-[52px] items-center border-b border-line max-md:px-5">
        <Skeleton className="h-4 w-24" />
      </div>
      <div className="flex h-[46px] items-center gap-2 max-md:px-5">
        <Skeleton className="h-7 w-28" />
        <Skeleton className="h-7 w-28" />
      </div>
      {cards ? (
        <div className="card mb-3 grid grid-cols-5 max-xl:grid-cols-3 max-md:grid-cols-2">
          {['a', 'b', 'c', 'd', 'e'].map((key) => (
            <SkeletonCard key={key} />
          ))}
        </div>
      ) : null}
      <SkeletonTable rows={10} />
    </main>
  )
}
