import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, none, noPause } from './wording'

export const resolutionRate = {
  id: 'resolution_rate',
  type: 'ratio',
  numerator: [measures.resolutionDone],
  denominator: [measures.resolutionOpened],
  unit: 'share',
  polarity: 'up',
  group: 'resolution',
  dimensions: EVERY_DIMENSION,
  minSample: 20,
  target: null,
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 259200,
  version: FIRST_VERSION,
  card: {
    population: { zh: '时段内开启的工单', en: 'Tickets opened in the period' },
    unitOfAnalysis: { zh: '工单', en: 'Ticket' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.opened,
    attribution: attribution.settled,
    exclusions: none,
    twins: none,
  },
  text: {
    zh: {
      label: '工单解决率',
      definition: '时段内开启的工单中，到此刻已解决的占比。',
      synonyms: ['解决率', '工单完成率', '办结率'],
    },
    en: {
      label: 'Resolution rate',
      definition: 'Tickets opened in the period and resolved by now ÷ opened.',
      synonyms: ['solve rate', 'resolved share'],
    },
  },
} satisfies Metric
