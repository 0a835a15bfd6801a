/** How many spreads to either side a band reaches. */
export const WIDTHS = { low: 4, medium: 3, high: 2 } as const
