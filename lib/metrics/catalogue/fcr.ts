import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, noPause } from './wording'

export const fcr = {
  id: 'fcr',
  type: 'ratio',
  numerator: [measures.resolvedFcr],
  denominator: [measures.resolvedTickets],
  unit: 'share',
  polarity: 'up',
  group: 'resolution',
  dimensions: EVERY_DIMENSION,
  minSample: 20,
  target: { value: 0.85, op: '>=' },
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 604800,
  version: FIRST_VERSION,
  card: {
    population: { zh: '解决后未再重开的工单', en: 'Tickets whose resolution stands' },
    unitOfAnalysis: { zh: '工单', en: 'Ticket' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.resolved,
    attribution: attribution.settled,
    exclusions: {
      zh: '重开后尚未再次解决的工单；不同来源的客户编号未关联前视为不同客户',
      en: 'Tickets reopened and not resolved again; customers of different sources are different until linked',
    },
    twins: { zh: '客户自述口径见 fcr_said', en: 'What customers say themselves is fcr_said' },
  },
  text: {
    zh: {
      label: '一次解决率',
      definition:
        '一次就解决的工单占比：没有重开、没有转到别的团队，7 天内同一客户也没有因同一问题再来（问题未知时看 24 小时内的任何来访）。',
      synonyms: ['FCR', '首次解决率', '一次性解决率', '首解率', '首问解决率'],
    },
    en: {
      label: 'First contact resolution',
      definition:
        'Resolved tickets with no reopening, no transfer to another team, and no other ticket of the customer with the same issue within 7 days (unknown issue: any within 24 h) ÷ resolved tickets.',
      synonyms: ['FCR', 'first call resolution', 'one-touch resolution'],
    },
  },
} satisfies Metric
