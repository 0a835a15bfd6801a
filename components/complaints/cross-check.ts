/** Complaints against churn: fewer complaints are good news only where fewer customers leave too. Pure. */

export interface ShareOf {
  readonly value: number
  readonly n: number
  readonly interval: readonly [number, number] | null
}

export type CrossCheck =
  | { readonly kind: 'none' }
  | {
      /** warn = fewer complain and more leave; fine = fewer of both; up = more complain; flat = no clear change */
      readonly kind: 'warn' | 'fine' | 'up' | 'flat'
      readonly complaint: ShareOf
      readonly complaintBefore: ShareOf
      readonly churn: ShareOf
      readonly churnBefore: ShareOf
    }

/** Points of churn that are a rise. */
const RISE = 0.0005

/**
 * The complaint rate changes clearly where the rate before lies outside the 95 % interval of now. Churn counts all
 * customers, so its own change is taken as it is.
 */
export function crossCheck(
  complaint: ShareOf | null,
  complaintBefore: ShareOf | null,
  churn: ShareOf | null,
  churnBefore: ShareOf | null,
): CrossCheck {
  if (complaint === null || complaintBefore === null || churn === null || churnBefore === null)
    return { kind: 'none' }
  const shares = { complaint, complaintBefore, churn, churnBefore }
  const [low, high] = complaint.interval ?? [complaint.value, complaint.value]
  if (complaintBefore.value >= low && complaintBefore.value <= high) return { kind: 'flat', ...shares }
  if (complaint.value > complaintBefore.value) return { kind: 'up', ...shares }
  return { kind: churn.value - churnBefore.value > RISE ? 'warn' : 'fine', ...shares }
}
