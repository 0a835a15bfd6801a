import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, none, noPause } from './wording'

export const nps = {
  id: 'nps',
  type: 'derived',
  inputs: [measures.npsPromoters, measures.npsDetractors, measures.npsAnswers],
  n: measures.npsAnswers,
  compute: ([promoters = 0, detractors = 0, answers = 0]) =>
    answers === 0 ? null : (100 * (promoters - detractors)) / answers,
  unit: 'points',
  polarity: 'up',
  group: 'satisfaction',
  dimensions: EVERY_DIMENSION,
  minSample: 30,
  target: { value: 30, op: '>=' },
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '0–10 分的推荐意愿答卷', en: 'Answers on 0–10 about recommending' },
    unitOfAnalysis: { zh: '一次作答', en: 'One survey answer' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.answer,
    attribution: attribution.answer,
    exclusions: none,
    twins: none,
  },
  text: {
    zh: {
      label: '净推荐值',
      definition: '9–10 分占比减去 0–6 分占比，−100 到 100。',
      synonyms: ['NPS', '推荐值', '净推荐分', '推荐度'],
    },
    en: {
      label: 'Net promoter score',
      definition: '% of 9–10 minus % of 0–6, from −100 to 100.',
      synonyms: ['NPS', 'promoter score', 'recommendation'],
    },
  },
} satisfies Metric
