/** Pages of products, issue types and regions: one pair of pages, three sets of questions. */
import type { SpreadMetric } from '@/components/people/labels'
import type { Dimension } from '@/lib/metrics/types'

export interface DimensionKind {
  readonly dimension: 'product' | 'issueType' | 'region'
  readonly path: '/products' | '/issue-types' | '/regions'
  /** six figures of the page; the first leads its trend */
  readonly figures: readonly string[]
  /** columns of the list */
  readonly columns: readonly string[]
  /** what one value is broken down by, and into which figures */
  readonly breakdowns: readonly { readonly dimension: Dimension; readonly metrics: readonly string[] }[]
  /** the duration whose spread is shown */
  readonly spread: SpreadMetric
  /** whether weekday × hour can be asked cheaply: the dimension has hourly rollups */
  readonly hourly: boolean
}

const RESPONSE = ['tickets_opened', 'frt_within_target', 'csat', 'complaint_rate'] as const
const OUTCOME = ['tickets_opened', 'fcr', 'reopen_rate', 'csat', 'complaint_rate'] as const

export const KINDS = {
  product: {
    dimension: 'product',
    path: '/products',
    figures: ['tickets_opened', 'complaint_rate', 'csat', 'fcr', 'reopen_rate', 'resolution_p50'],
    columns: ['tickets_opened', 'complaint_rate', 'csat', 'fcr', 'reopen_rate', 'resolution_p50'],
    breakdowns: [
      { dimension: 'issueType', metrics: OUTCOME },
      { dimension: 'channel', metrics: OUTCOME },
      { dimension: 'region', metrics: OUTCOME },
    ],
    spread: 'resolution_p50',
    hourly: false,
  },
  issueType: {
    dimension: 'issueType',
    path: '/issue-types',
    figures: ['tickets_opened', 'aht_avg', 'fcr', 'reopen_rate', 'csat', 'complaint_rate'],
    columns: [
      'tickets_opened',
      'aht_avg',
      'frt_within_target',
      'fcr',
      'reopen_rate',
      'csat',
      'complaint_rate',
    ],
    breakdowns: [
      { dimension: 'product', metrics: OUTCOME },
      { dimension: 'channel', metrics: [...RESPONSE, 'aht_avg'] },
      { dimension: 'team', metrics: ['tickets_opened', 'aht_avg', 'fcr', 'reopen_rate', 'csat'] },
    ],
    spread: 'aht_p50',
    hourly: true,
  },
  region: {
    dimension: 'region',
    path: '/regions',
    figures: ['tickets_opened', 'frt_avg', 'frt_within_target', 'csat', 'fcr', 'complaint_rate'],
    columns: ['tickets_opened', 'frt_avg', 'frt_within_target', 'fcr', 'csat', 'complaint_rate'],
    breakdowns: [
      { dimension: 'channel', metrics: RESPONSE },
      { dimension: 'product', metrics: OUTCOME },
      { dimension: 'customerTier', metrics: RESPONSE },
    ],
    spread: 'frt_p50',
    hourly: true,
  },
} as const satisfies Record<string, DimensionKind>
