import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, none, noPause } from './wording'

export const ces1 = {
  id: 'ces1',
  type: 'ratio',
  numerator: [measures.ces1Easy],
  denominator: [measures.ces1Answers],
  unit: 'share',
  polarity: 'up',
  group: 'satisfaction',
  dimensions: EVERY_DIMENSION,
  minSample: 20,
  target: null,
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '1–7 分、7 为费力的答卷', en: 'Answers on 1–7 where 7 = hard' },
    unitOfAnalysis: { zh: '一次作答', en: 'One survey answer' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.answer,
    attribution: attribution.answer,
    exclusions: none,
    twins: { zh: '新口径见 ces', en: 'The newer scale is ces' },
  },
  text: {
    zh: {
      label: '客户努力度（CES 1.0）',
      definition: '认为不费力（1–7 分制的 1–3 分，7 = 费力）的答卷占比。',
      synonyms: ['CES1', 'CES 1.0', '旧版努力度', '旧版费力度'],
    },
    en: {
      label: 'Customer effort (CES 1.0)',
      definition: 'Answers of 1–3 on 1–7 where 7 = hard ÷ answers.',
      synonyms: ['CES1', 'CES 1.0', 'legacy effort score'],
    },
  },
} satisfies Metric
