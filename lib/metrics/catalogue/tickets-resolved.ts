import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, none, noPause } from './wording'

export const ticketsResolved = {
  id: 'tickets_resolved',
  type: 'count',
  of: [measures.resolvedTickets],
  unit: 'count',
  polarity: 'up',
  group: 'volume',
  dimensions: EVERY_DIMENSION,
  minSample: 0,
  target: null,
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '解决后未再重开的工单', en: 'Tickets whose resolution stands' },
    unitOfAnalysis: { zh: '工单', en: 'Ticket' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.resolved,
    attribution: attribution.settled,
    exclusions: { zh: '重开后尚未再次解决的工单', en: 'Tickets reopened and not resolved again' },
    twins: none,
  },
  text: {
    zh: {
      label: '解决量',
      definition: '时段内解决、且至今没有再被打开的工单数。',
      synonyms: ['已解决', '解决工单数', '办结量', '处理完成量'],
    },
    en: {
      label: 'Tickets resolved',
      definition: 'Tickets whose last resolution lies in the period and still stands.',
      synonyms: ['resolved', 'solved tickets', 'resolutions'],
    },
  },
} satisfies Metric
