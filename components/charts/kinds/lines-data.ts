/** What the lines of one picture are made of. */
import type { BucketGrain } from '@/lib/core/grain'
import type { FormatUnit } from '@/lib/i18n/format'

export interface LineSeries {
  readonly name: string
  readonly points: readonly { readonly at: number; readonly value: number | null; readonly n: number }[]
  /** query of the rows behind the whole line; none = it has no rows of tickets */
  readonly rows?: string
}

export interface LinesData {
  readonly series: readonly LineSeries[]
  readonly unit: FormatUnit
  readonly from: number
  readonly to: number
  /** width of the points' buckets */
  readonly grain: BucketGrain | null
}
