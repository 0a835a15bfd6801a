import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { knownTeams } from '@/app/ask'
import { pageContext } from '@/app/page-context'
import { ScreensList } from '@/components/screens/screens-list'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { KNOWN_BOARDS } from '@/lib/boards/registry'
import { teamScope } from '@/lib/services/context'
import { listScreens } from '@/lib/services/list-screens'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('screens.title') }
}

/** Wall screens: how they are, to pair one, to change, switch, notify and end them. For administrators and managers. */
export default async function ScreensPage() {
  const page = await pageContext()
  const { ctx, t } = page
  const { principal } = ctx
  if (principal.kind !== 'user' || (principal.role !== 'admin' && principal.role !== 'manager')) notFound()
  const company = teamScope(principal) === null
  const [screens, known, host] = await Promise.all([
    listScreens(ctx),
    knownTeams(page),
    headers().then((all) => all.get('host') ?? ''),
  ])
  return (
    <PageBody>
      <PageHeader title={t('screens.title')} />
      <ScreensList
        initial={screens}
        choices={{
          boards: KNOWN_BOARDS,
          teams: known,
          company,
        }}
        now={ctx.now}
        address={`${host}/wall`}
      />
    </PageBody>
  )
}
