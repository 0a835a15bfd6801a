import { cx } from './classes'

/** A still block where a figure will stand: the same size, no shimmer. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden data-skeleton className={cx('block rounded-badge bg-line', className)} />
}

/** The skeleton of a KPI card. */
export function SkeletonCard({ label }: { readonly label?: string }) {
  return (
    <div className="flex h-[130px] flex-col p-4 pt-3">
      <span className="h-5 text-body font-[540] text-ink-2">{label}</span>
      <div className="mt-2 flex justify-between">
        <Skeleton className="h-7 w-24" />
        <Skeleton className="h-5 w-20" />
      </div>
      <div className="mt-3 flex justify-between">
        <Skeleton className="h-3 w-20" />
        <Skeleton className="h-3 w-10" />
      </div>
      <div className="mt-2.5 flex justify-between">
        <Skeleton className="h-3 w-12" />
        <Skeleton className="h-3 w-16" />
      </div>
    </div>
  )
}

/** Rows of a table or list while nothing is known yet: neither empty nor zero. */
export function SkeletonRows({ rows }: { readonly rows: number }) {
  return (
    <div aria-hidden>
      {Array.from({ length: rows }, (_, i) => `row-${i}`).map((row) => (
        <div
          key={row}
          className="flex h-[34px] items-center gap-6 border-t border-line px-4 max-md:h-[52px] max-md:px-5"
        >
          <Skeleton className="h-3 w-24" />
          <Skeleton className="h-3 w-12 max-md:hidden" />
          <Skeleton className="ml-auto h-3 w-16" />
        </div>
      ))}
    </div>
  )
}

/** The skeleton of a table in a card. */
export function SkeletonTable({ rows = 8 }: { readonly rows?: number }) {
  return (
    <div className="card p-4">
      <Skeleton className="h-4 w-32" />
      {Array.from({ length: rows }, (_, i) => `row-${i}`).map((row) => (
        <div key={row} className="flex h-[34px] items-center gap-6 border-t border-line first-of-type:mt-3">
          <Skeleton className="h-3 w-24" />
          <Skeleton className="h-3 w-12" />
          <Skeleton className="h-3 w-12" />
          <Skeleton className="ml-auto h-3 w-16" />
        </div>
      ))}
    </div>
  )
}
