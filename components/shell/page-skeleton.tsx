import { cx } from '@/components/ui/classes'
import { Skeleton, SkeletonCard, SkeletonTable } from '@/components/ui/skeleton'

/**
 * A page while it is computed: the same places in the same sizes, still. `charts`: a wide one, or a wide one with a
 * narrow one beside it. `filters`: whether the page has a filter bar.
 */
export function PageSkeleton({
  cards = 5,
  charts = 'none',
  rows = 10,
  filters = true,
  now = false,
}: {
  /** key figures in the strip; true = 5, false = none */
  readonly cards?: 0 | 5 | 6 | boolean
  readonly charts?: 'none' | 'wide' | 'pair'
  readonly rows?: number
  readonly filters?: boolean
  /** the overview's line of this moment */
  readonly now?: boolean
}) {
  const count = cards === true ? 5 : cards === false ? 0 : cards
  return (
    <main className="mx-auto w-full max-w-[1680px] px-6 pb-6 max-md:px-0" aria-busy="true">
      <div className="flex h-[52px] items-center border-b border-line max-md:border-0 max-md:px-5">
        <Skeleton className="h-4 w-24" />
        <Skeleton className="ml-auto h-[30px] w-[290px] max-md:hidden" />
      </div>
      {filters ? (
        <div className="flex h-[46px] items-center gap-2 max-md:h-[60px] max-md:px-5">
          <Skeleton className="h-7 w-14 max-md:h-11 max-md:w-full" />
          <Skeleton className="h-7 w-14 max-md:hidden" />
          <Skeleton className="h-7 w-14 max-md:hidden" />
        </div>
      ) : null}
      {now ? (
        <div className="flex h-[34px] items-center gap-6 pb-2 max-md:hidden">
          {['w-10', 'w-20', 'w-24', 'w-28', 'w-32'].map((width) => (
            <Skeleton key={width} className={cx('h-4', width)} />
          ))}
        </div>
      ) : null}
      {count > 0 ? (
        <div
          className={cx(
            'mb-3 grid gap-px overflow-hidden rounded-card border border-line bg-line max-md:grid-cols-2 max-md:rounded-none max-md:border-x-0 max-xl:grid-cols-3',
            count === 6 ? 'xl:grid-cols-6' : 'xl:grid-cols-5',
          )}
        >
          {['a', 'b', 'c', 'd', 'e', 'f'].slice(0, count).map((key) => (
            <div key={key} className="bg-surface">
              <SkeletonCard />
            </div>
          ))}
        </div>
      ) : null}
      {charts === 'none' ? null : (
        <div
          className={cx(
            'mb-3 grid gap-3',
            charts === 'pair' && 'xl:grid-cols-[minmax(0,64fr)_minmax(0,35fr)]',
          )}
        >
          <div className="card h-[300px] p-4">
            <Skeleton className="h-4 w-32" />
          </div>
          {charts === 'pair' ? (
            <div className="card h-[300px] p-4 max-xl:hidden">
              <Skeleton className="h-4 w-32" />
            </div>
          ) : null}
        </div>
      )}
      <SkeletonTable rows={rows} />
    </main>
  )
}
