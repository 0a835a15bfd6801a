import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, none, noPause } from './wording'

export const ticketsClosed = {
  id: 'tickets_closed',
  type: 'count',
  of: [measures.closedTickets],
  unit: 'count',
  polarity: 'none',
  group: 'volume',
  dimensions: EVERY_DIMENSION,
  minSample: 0,
  target: null,
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '已关闭的工单', en: 'Closed tickets' },
    unitOfAnalysis: { zh: '工单', en: 'Ticket' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.closed,
    attribution: attribution.closed,
    exclusions: none,
    twins: none,
  },
  text: {
    zh: {
      label: '关闭量',
      definition: '时段内关闭的工单数，含通话结束等隐含的关闭。',
      synonyms: ['关单量', '结单量', '已关闭'],
    },
    en: {
      label: 'Tickets closed',
      definition: 'Tickets closed in the period, implied closings (such as the end of a call) included.',
      synonyms: ['closed', 'closures'],
    },
  },
} satisfies Metric
