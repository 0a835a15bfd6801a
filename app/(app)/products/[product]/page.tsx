import type { Metadata } from 'next'
import { KINDS } from '@/components/dimension-pages/kinds'
import type { SearchParams } from '@/components/views/view-state'
import { DimensionValuePage, valueTitle } from '../../_people/dimension-page'

type Params = Promise<{ product: string }>

export async function generateMetadata({ params }: { readonly params: Params }): Promise<Metadata> {
  return { title: await valueTitle(KINDS.product, (await params).product) }
}

export default async function ProductPage({
  params,
  searchParams,
}: {
  readonly params: Params
  readonly searchParams: Promise<SearchParams>
}) {
  return <DimensionValuePage kind={KINDS.product} raw={(await params).product} searchParams={searchParams} />
}
