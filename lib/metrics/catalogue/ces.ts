import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, none, noPause } from './wording'

export const ces = {
  id: 'ces',
  type: 'ratio',
  numerator: [measures.cesEasy],
  denominator: [measures.cesAnswers],
  unit: 'share',
  polarity: 'up',
  group: 'satisfaction',
  dimensions: EVERY_DIMENSION,
  minSample: 20,
  target: { value: 0.7, op: '>=' },
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '1–7 分、7 为轻松的答卷', en: 'Answers on 1–7 where 7 = easy' },
    unitOfAnalysis: { zh: '一次作答', en: 'One survey answer' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.answer,
    attribution: attribution.answer,
    exclusions: none,
    twins: {
      zh: 'CES 1.0（7 = 费力）单独成列，见 ces1，绝不混算',
      en: 'CES 1.0 (7 = hard) is a series of its own, ces1, never mixed in',
    },
  },
  text: {
    zh: {
      label: '客户努力度',
      definition: '认为轻松（1–7 分制的 5–7 分，7 = 轻松）的答卷占比，CES 2.0。',
      synonyms: ['CES', '费力度', '客户费力度', '努力度'],
    },
    en: {
      label: 'Customer effort (CES 2.0)',
      definition: 'Answers of 5–7 on 1–7 where 7 = easy ÷ answers.',
      synonyms: ['CES', 'effort score', 'ease'],
    },
  },
} satisfies Metric
