import type { Metadata } from 'next'
import { answerOf, settle } from '@/app/ask'
import { pageContext } from '@/app/page-context'
import { RadarBoard } from '@/components/radar/radar-board'
import { RadarControls } from '@/components/radar/radar-controls'
import { radarQuery, radarView } from '@/components/radar/radar-view'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { readRadar } from '@/lib/services/read-radar'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('radar.title') }
}

export default async function RadarPage({
  searchParams,
}: {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}) {
  const { ctx, t } = await pageContext()
  const asked = await searchParams
  const view = radarView({
    get: (name) => {
      const value = asked[name]
      return (Array.isArray(value) ? value[0] : value) ?? null
    },
  })
  const found = await settle(readRadar(ctx, Object.fromEntries(new URLSearchParams(radarQuery(view)))))
  const { principal } = ctx
  return (
    <PageBody>
      <PageHeader title={t('radar.title')}>
        <RadarControls />
      </PageHeader>
      <RadarBoard
        initial={answerOf(found)}
        renderedAt={ctx.now}
        readOnly={principal.kind === 'user' && principal.role === 'auditor'}
      />
    </PageBody>
  )
}
