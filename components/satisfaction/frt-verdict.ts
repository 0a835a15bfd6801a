/** Whether a slow first response costs satisfaction, from counts. Pure. */
import { type Difference, differenceOfShares, type ShareSample } from '@/lib/stats/difference'

/** Answers each group needs before the two are compared. */
export const FRT_LEAST = 20

export type FrtVerdict =
  | { readonly kind: 'few' }
  | { readonly kind: 'real' | 'reverse' | 'unclear'; readonly difference: Difference }

/** Quick against slow: real where the 95 % interval of the difference leaves 0 out, reverse where the slow are better. */
export function frtVerdict(quick: ShareSample, slow: ShareSample): FrtVerdict {
  if (quick.n < FRT_LEAST || slow.n < FRT_LEAST) return { kind: 'few' }
  const difference = differenceOfShares(quick, slow)
  if (difference === null) return { kind: 'few' }
  if (!difference.clear) return { kind: 'unclear', difference }
  return { kind: difference.value > 0 ? 'real' : 'reverse', difference }
}
