/** A number on a page, for machines. */
export interface Figure {
  readonly metric: string
  /** in the metric's unit; null = no data */
  readonly value: number | null
  readonly n?: number | null
}

/** The attributes of `figureData` and `sampleData`. */
export interface FigureData {
  readonly 'data-metric': string
  readonly 'data-value'?: string
  readonly 'data-n'?: string
}

/** The same for a part of a metric's cases, whose number is how many they are. */
export const sampleData = (metric: string, n: number): FigureData => ({
  'data-metric': metric,
  'data-n': String(n),
})

/**
 * What a number says of itself to machines, on the element whose link is its rows: `data-metric`, `data-value` (the
 * raw number in the metric's unit, '' = no data) and `data-n` (its sample, where known). Tests follow the link and
 * add the rows up.
 */
export function figureData(metric: string, value: number | null, n?: number | null): FigureData {
  return {
    'data-metric': metric,
    'data-value': value === null ? '' : String(value),
    ...(n === undefined || n === null ? {} : { 'data-n': String(n) }),
  }
}
