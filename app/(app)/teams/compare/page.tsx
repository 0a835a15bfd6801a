import type { Metadata } from 'next'
import { pageContext } from '@/app/page-context'
import type { SearchParams } from '@/components/views/view-state'
import { ComparePage } from '../../_people/compare'

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await pageContext()
  return { title: t('people.compareTitle') }
}

export default function CompareTeamsPage({ searchParams }: { readonly searchParams: Promise<SearchParams> }) {
  return <ComparePage by="team" searchParams={searchParams} />
}
