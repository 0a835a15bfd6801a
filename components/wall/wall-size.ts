export type { Density } from '@/lib/boards/density'

/** Size of something on the wall, in px at 1080 lines. */
export const u = (px: number): string => `calc(${px} * var(--u))`
