import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, none, noPause } from './wording'

export const transferRate = {
  id: 'transfer_rate',
  type: 'ratio',
  numerator: [measures.openedTransferred],
  denominator: [measures.openedAnswered],
  unit: 'share',
  polarity: 'down',
  group: 'handling',
  dimensions: EVERY_DIMENSION,
  minSample: 20,
  target: null,
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: {
      zh: '时段内开启、得到过人工回复的工单',
      en: 'Tickets opened in the period that a human answered',
    },
    unitOfAnalysis: { zh: '工单', en: 'Ticket' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.opened,
    attribution: attribution.opened,
    exclusions: {
      zh: '分子含未得到回复就转接的工单，因此可能超过 100 %',
      en: 'Tickets transferred before any reply are in the numerator, so it can pass 100 %',
    },
    twins: none,
  },
  text: {
    zh: {
      label: '转接率',
      definition: '发生过转接的工单数 ÷ 得到人工回复的工单数。',
      synonyms: ['转接', '转派率', '转单率'],
    },
    en: {
      label: 'Transfer rate',
      definition: 'Tickets with a transfer ÷ tickets answered by a human.',
      synonyms: ['transfers', 'escalation share'],
    },
  },
} satisfies Metric
