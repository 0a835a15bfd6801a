import type { Metadata } from 'next'
import { pageContext } from '@/app/page-context'
import { KINDS } from '@/components/dimension-pages/kinds'
import type { SearchParams } from '@/components/views/view-state'
import { DimensionListPage } from '../_people/dimension-page'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('dimensionPage.issueType.title') }
}

export default function IssueTypeListPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>
}) {
  return <DimensionListPage kind={KINDS.issueType} searchParams={searchParams} />
}
