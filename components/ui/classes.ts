import { type ClassValue, clsx } from 'clsx'

/** Class names joined; what is false is left out. */
export function cx(...values: readonly ClassValue[]): string {
  return clsx(values)
}
