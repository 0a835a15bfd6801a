/** Cubes: the sets of dimensions the rollups keep, each at one bucket size of the tenant's zone. */
import type { Dimension } from './types'

export interface Cube {
  /** value of the column `cube` */
  readonly id: string
  readonly bucket: 'hour' | 'day'
  /** in the order of k1, k2 */
  readonly dimensions: readonly Dimension[]
  /** whether sketches are kept too; without them percentiles come from the facts */
  readonly sketched: boolean
}

const cube = (id: string, bucket: Cube['bucket'], ...dimensions: readonly Dimension[]): Cube => ({
  id,
  bucket,
  dimensions,
  sketched: true,
})

/** Two dimensions, for a filter beside a page's own dimension: sums only, for its cells are many. */
const pair = (id: string, first: Dimension, second: Dimension, bucket: Cube['bucket'] = 'day'): Cube => ({
  id,
  bucket,
  dimensions: [first, second],
  sketched: false,
})

export const CUBES: readonly Cube[] = [
  cube('all', 'hour'),
  cube('channel', 'hour', 'channel'),
  cube('team', 'hour', 'team'),
  cube('issue_type', 'hour', 'issueType'),
  cube('region', 'hour', 'region'),
  cube('customer_tier', 'hour', 'customerTier'),
  cube('agent', 'day', 'agent'),
  cube('product', 'day', 'product'),
  cube('team_channel', 'day', 'team', 'channel'),
  cube('source', 'day', 'source'),
  cube('campaign', 'day', 'campaign'),
  cube('priority', 'day', 'priority'),
  pair('agent_channel', 'agent', 'channel'),
  pair('team_agent', 'team', 'agent'),
  pair('issue_type_channel', 'issueType', 'channel'),
  pair('product_channel', 'product', 'channel'),
  pair('region_channel', 'region', 'channel'),
  pair('customer_tier_channel', 'customerTier', 'channel'),
  pair('team_issue_type', 'team', 'issueType'),
  pair('product_issue_type', 'product', 'issueType'),
  // Whoever is limited to teams asks by team for everything.
  pair('team_product', 'team', 'product'),
  pair('team_region', 'team', 'region'),
  pair('team_customer_tier', 'team', 'customerTier'),
  // Weeks by hour of a team, by channel: a team serves few channels, so its hours are few as well.
  pair('team_channel_hour', 'team', 'channel', 'hour'),
]

/** What is stored beside the rollups: which cubes they hold. */
export const CUBE_SET = CUBES.map(({ id }) => id).join(' ')

/** The cubes of a stored set that the code knows. */
export function cubesOfSet(set: string): readonly Cube[] {
  if (set === CUBE_SET) return CUBES
  const held = new Set(set.split(' '))
  return CUBES.filter(({ id }) => held.has(id))
}
