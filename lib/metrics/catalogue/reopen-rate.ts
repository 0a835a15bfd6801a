import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, none, noPause } from './wording'

export const reopenRate = {
  id: 'reopen_rate',
  type: 'ratio',
  numerator: [measures.everResolvedReopened],
  denominator: [measures.everResolved],
  unit: 'share',
  polarity: 'down',
  group: 'resolution',
  dimensions: EVERY_DIMENSION,
  minSample: 20,
  target: null,
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 259200,
  version: FIRST_VERSION,
  card: {
    population: { zh: '曾经解决过的工单', en: 'Tickets ever resolved' },
    unitOfAnalysis: { zh: '工单', en: 'Ticket' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.everResolved,
    attribution: attribution.settled,
    exclusions: none,
    twins: none,
  },
  text: {
    zh: {
      label: '重开率',
      definition: '解决后 72 小时内被重新打开的工单占曾解决工单的比例。',
      synonyms: ['重开', '工单重开率', '返工率', '重复打开率'],
    },
    en: {
      label: 'Reopen rate',
      definition: 'Tickets reopened within 72 h of a resolution ÷ tickets ever resolved.',
      synonyms: ['reopened', 'reopens', 'rework rate'],
    },
  },
} satisfies Metric
