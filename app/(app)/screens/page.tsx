import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { answerOf, ask } from '@/app/ask'
import { pageContext } from '@/app/page-context'
import { ScreensList } from '@/components/screens/screens-list'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { KNOWN_BOARDS } from '@/lib/boards/registry'
import { formatInZone } from '@/lib/core/zone'
import { teamScope } from '@/lib/services/context'
import { listScreens } from '@/lib/services/list-screens'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('screens.title') }
}

const TEAMS_OF_DAYS = 28

/** Wall screens: how they are, to pair one, to change, switch, notify and end them. For administrators and managers. */
export default async function ScreensPage() {
  const page = await pageContext()
  const { ctx, t, zone } = page
  const { principal } = ctx
  if (principal.kind !== 'user' || (principal.role !== 'admin' && principal.role !== 'manager')) notFound()
  const teams = teamScope(principal)
  const [screens, known, host] = await Promise.all([
    listScreens(ctx),
    teams === null
      ? ask(page, {
          metrics: ['tickets_opened'],
          dimensions: ['team'],
          period: {
            from: formatInZone(ctx.now - TEAMS_OF_DAYS * 86_400_000, zone),
            to: formatInZone(ctx.now, zone),
          },
        })
      : null,
    headers().then((all) => all.get('host') ?? ''),
  ])
  const found = known === null ? teams : answerOf(known)?.rows.map((row) => row.team)
  return (
    <PageBody>
      <PageHeader title={t('screens.title')} />
      <ScreensList
        initial={screens}
        choices={{
          boards: KNOWN_BOARDS,
          teams: (found ?? [])
            .filter((team): team is string => typeof team === 'string' && team !== '')
            .sort(),
          company: teams === null,
        }}
        now={ctx.now}
        address={`${host}/wall`}
      />
    </PageBody>
  )
}
