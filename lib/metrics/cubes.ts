/** Cubes: the sets of dimensions the rollups keep, each at one bucket size of the tenant's zone. */
import type { Dimension } from './types'

export interface Cube {
  /** value of the column `cube` */
  readonly id: string
  readonly bucket: 'hour' | 'day'
  /** in the order of k1, k2 */
  readonly dimensions: readonly Dimension[]
}

export const CUBES: readonly Cube[] = [
  { id: 'all', bucket: 'hour', dimensions: [] },
  { id: 'channel', bucket: 'hour', dimensions: ['channel'] },
  { id: 'team', bucket: 'hour', dimensions: ['team'] },
  { id: 'issue_type', bucket: 'hour', dimensions: ['issueType'] },
  { id: 'region', bucket: 'hour', dimensions: ['region'] },
  { id: 'customer_tier', bucket: 'hour', dimensions: ['customerTier'] },
  { id: 'agent', bucket: 'day', dimensions: ['agent'] },
  { id: 'product', bucket: 'day', dimensions: ['product'] },
  { id: 'team_channel', bucket: 'day', dimensions: ['team', 'channel'] },
  { id: 'source', bucket: 'day', dimensions: ['source'] },
  { id: 'campaign', bucket: 'day', dimensions: ['campaign'] },
  { id: 'priority', bucket: 'day', dimensions: ['priority'] },
]
