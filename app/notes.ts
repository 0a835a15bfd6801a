import type { Notes } from '@/components/annotations/note-store'
import { noteScopeOf } from '@/components/views/trend-section'
import { periodOf, type ViewState } from '@/components/views/view-state'
import { mayAnnotateAtAll } from '@/lib/services/annotation-input'
import { listAnnotations } from '@/lib/services/list-annotations'
import { answerOf, settle } from './ask'
import type { Page } from './page-context'

/** The notes of a page's trend; null where they cannot be read: the chart is as good without them. */
export async function askNotes({ ctx, zone }: Page, view: ViewState): Promise<Notes | null> {
  const { from, to, channels, teams } = noteScopeOf(view, periodOf(view, zone, ctx.now), zone)
  const some = (names: readonly string[]) => (names.length === 0 ? null : names)
  const listed = await settle(listAnnotations(ctx, { from, to, channel: some(channels), team: some(teams) }))
  const notes = answerOf(listed)
  return notes === null ? null : { state: 'ready', notes, ...mayAnnotateAtAll(ctx) }
}
