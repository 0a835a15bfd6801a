import type { Metadata } from 'next'
import { settle } from '@/app/ask'
import { pageContext } from '@/app/page-context'
import { ExportList } from '@/components/tables/export-list'
import { PageBody, PageHeader } from '@/components/views/page-header'
import { SectionError } from '@/components/views/section-error'
import { listExports } from '@/lib/services/list-exports'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('exports.title') }
}

/** The files the person has asked for, with how far each is. */
export default async function ExportsPage() {
  const { ctx, t } = await pageContext()
  const asked = await settle(listExports(ctx))
  return (
    <PageBody>
      <PageHeader title={t('exports.title')} />
      <p className="py-3 text-body text-ink-2 max-md:px-5">{t('exports.intro')}</p>
      {asked.ok ? (
        <div className="card">
          <ExportList first={asked.value.exports} />
        </div>
      ) : (
        <SectionError t={t} title={t('exports.title')} code={asked.code} href="/exports" />
      )}
    </PageBody>
  )
}
