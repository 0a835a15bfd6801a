import { settle } from '@/app/ask'
import { TeamNowCard } from '@/components/people/team-now'
import { SectionError } from '@/components/views/section-error'
import { viewQuery } from '@/components/views/view-state'
import { listAgentsNow } from '@/lib/services/list-agents-now'
import type { Part } from './sections'

/** Who is there now, of all teams or of one; whatever the page's period. */
export async function TeamNow({
  page,
  view,
  names,
  team,
}: Part & {
  /** undefined = all teams */
  readonly team?: string | null
}) {
  const { t, ctx } = page
  const asked = await settle(listAgentsNow(ctx, team === undefined || team === null ? {} : { teams: [team] }))
  if (!asked.ok) {
    return <SectionError t={t} title={t('people.now')} code={asked.code} href={`?${viewQuery(view)}`} />
  }
  const people = team === null ? asked.value.filter((person) => person.team === null) : asked.value
  const query = viewQuery(view, { filters: view.filters.filter((it) => it.dimension !== 'team') })
  return (
    <TeamNowCard
      page={page}
      people={people}
      names={names}
      single={team !== undefined}
      teamHref={(it) =>
        `/teams/${it === null ? '_none' : encodeURIComponent(it)}${query === '' ? '' : `?${query}`}`
      }
    />
  )
}
