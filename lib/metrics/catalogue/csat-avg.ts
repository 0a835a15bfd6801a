import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, none, noPause } from './wording'

export const csatAvg = {
  id: 'csat_avg',
  type: 'mean',
  sum: measures.csatSum,
  count: measures.csatAnswers,
  scale: 0.001,
  unit: 'score',
  polarity: 'up',
  group: 'satisfaction',
  dimensions: EVERY_DIMENSION,
  minSample: 5,
  target: { value: 4, op: '>=' },
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '「服务满意度」类答卷', en: 'Answers of the kind “csat”' },
    unitOfAnalysis: { zh: '一次作答', en: 'One survey answer' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.answer,
    attribution: attribution.answer,
    exclusions: none,
    twins: { zh: '1–2 与 1–3 分制先折算为 1/5 与 1/3/5', en: 'Scales 1–2 and 1–3 are read as 1/5 and 1/3/5' },
  },
  text: {
    zh: {
      label: '满意度均分',
      definition: '服务满意度的平均分，1–5 分。',
      synonyms: ['平均满意度', '评分均值', '平均评分', '均分'],
    },
    en: {
      label: 'Satisfaction score',
      definition: 'Mean of the satisfaction answers on 1–5.',
      synonyms: ['average CSAT', 'mean rating', 'average rating'],
    },
  },
} satisfies Metric
