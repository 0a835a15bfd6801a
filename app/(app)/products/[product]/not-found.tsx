import { KINDS } from '@/components/dimension-pages/kinds'
import { UnknownDimensionValue } from '../../_people/dimension-page'

export default function ProductNotFound() {
  return <UnknownDimensionValue kind={KINDS.product} />
}
