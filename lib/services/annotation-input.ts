/** What an annotation is made of, and who may deal with which. */
import { z } from 'zod'
import { parseRfc3339 } from '@/lib/core/period'
import { type Context, requireRole, requireScope, teamScope } from './context'

export const ANNOTATION_KINDS = ['campaign', 'outage', 'holiday', 'change', 'incident'] as const
export type AnnotationKind = (typeof ANNOTATION_KINDS)[number]

/** An instant, RFC 3339 with an offset or epoch milliseconds; becomes epoch milliseconds. */
export const instantInput = z.union([z.int().min(0).max(8.64e15), z.string()]).transform((value, ctx) => {
  const at = typeof value === 'number' ? value : parseRfc3339(value)
  if (at !== null) return at
  ctx.addIssue({ code: 'custom', message: 'not an instant; write it as "2026-11-20T14:05:00+08:00"' })
  return z.NEVER
})

const words = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters')

export const annotationFields = z.strictObject({
  at: instantInput,
  /** absent or null = an instant */
  until: instantInput.nullable().optional(),
  kind: z.enum(ANNOTATION_KINDS),
  text: words(120),
  /** null or absent = all */
  channel: words(200).nullable().optional(),
  team: words(200).nullable().optional(),
})

/** Whether the asker may write notes of this team (null = of the whole company). */
export function mayAnnotate(ctx: Context, team: string | null): boolean {
  const teams = teamScope(ctx.principal)
  return teams === null || (team !== null && teams.includes(team))
}

/** Throws 403 unless the asker's role writes notes at all. */
export function requireAnnotator(ctx: Context): void {
  requireScope(ctx, 'read')
  requireRole(ctx, 'admin', 'manager', 'supervisor')
}

/** What a page offers: whether the asker writes notes, and of which teams (null = any, also of the whole company). */
export function mayAnnotateAtAll(ctx: Context): {
  readonly mayWrite: boolean
  readonly teams: readonly string[] | null
} {
  try {
    requireAnnotator(ctx)
  } catch {
    return { mayWrite: false, teams: [] }
  }
  return { mayWrite: true, teams: teamScope(ctx.principal) }
}
