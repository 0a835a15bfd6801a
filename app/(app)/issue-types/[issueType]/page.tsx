import type { Metadata } from 'next'
import { KINDS } from '@/components/dimension-pages/kinds'
import type { SearchParams } from '@/components/views/view-state'
import { DimensionValuePage, valueTitle } from '../../_people/dimension-page'

type Params = Promise<{ issueType: string }>

export async function generateMetadata({ params }: { readonly params: Params }): Promise<Metadata> {
  return { title: await valueTitle(KINDS.issueType, (await params).issueType) }
}

export default async function IssueTypePage({
  params,
  searchParams,
}: {
  readonly params: Params
  readonly searchParams: Promise<SearchParams>
}) {
  return (
    <DimensionValuePage kind={KINDS.issueType} raw={(await params).issueType} searchParams={searchParams} />
  )
}
