import type { Metadata } from 'next'
import { KINDS } from '@/components/dimension-pages/kinds'
import type { SearchParams } from '@/components/views/view-state'
import { DimensionValuePage, valueTitle } from '../../_people/dimension-page'

type Params = Promise<{ region: string }>

export async function generateMetadata({ params }: { readonly params: Params }): Promise<Metadata> {
  return { title: await valueTitle(KINDS.region, (await params).region) }
}

export default async function RegionPage({
  params,
  searchParams,
}: {
  readonly params: Params
  readonly searchParams: Promise<SearchParams>
}) {
  return <DimensionValuePage kind={KINDS.region} raw={(await params).region} searchParams={searchParams} />
}
