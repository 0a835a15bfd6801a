import { KINDS } from '@/components/dimension-pages/kinds'
import { UnknownDimensionValue } from '../../_people/dimension-page'

export default function RegionNotFound() {
  return <UnknownDimensionValue kind={KINDS.region} />
}
