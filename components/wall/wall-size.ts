/** How far away the wall is read from; sets the size of its letters and the number of its rows. */
export type Density = 'far' | 'middle' | 'near'

/** Size of something on the wall, in px at 1080 lines. */
export const u = (px: number): string => `calc(${px} * var(--u))`
