/** What is followed up by itself: low ratings, complaints about product quality. The setting `follow_up`. */
import { z } from 'zod'
import type { Instant } from '@/lib/facts/event'

const hours = z.number().min(0.25).max(8_760)

export const followUpSchema = z.strictObject({
  /** nothing older than this becomes a task: epoch ms of the moment it was switched on */
  since: z.number().int().min(0),
  callback: z.strictObject({
    enabled: z.boolean(),
    /** a rating of at most this many of five makes a call-back */
    maxScore: z.number().min(1).max(4),
    dueHours: hours,
  }),
  complaint: z.strictObject({
    enabled: z.boolean(),
    /** words that a category or an issue type must hold; letters' case does not matter */
    words: z.array(z.string().trim().min(1).max(60)).max(50),
    respondHours: hours,
    solveHours: hours,
  }),
})
/** What an administrator may change of it; since when it holds is kept. */
export const followUpForm = followUpSchema.omit({ since: true })

export type FollowUpSettings = z.output<typeof followUpSchema>

/** Product quality complaints: first response within 4 h, solution within 24 h (case 6 of the product's texts). */
export function defaultFollowUp(since: Instant): FollowUpSettings {
  return {
    since,
    callback: { enabled: true, maxScore: 2, dueHours: 24 },
    complaint: {
      enabled: true,
      words: ['质量', '瑕疵', '破损', 'quality', 'defect', 'damaged'],
      respondHours: 4,
      solveHours: 24,
    },
  }
}

/** Whether a complaint is about product quality: one of the words stands in its category or the ticket's issue type. */
export function isQuality(settings: FollowUpSettings, ...texts: readonly (string | null)[]): boolean {
  const words = settings.complaint.words.map((word) => word.toLowerCase())
  return texts.some((text) => text !== null && words.some((word) => text.toLowerCase().includes(word)))
}
