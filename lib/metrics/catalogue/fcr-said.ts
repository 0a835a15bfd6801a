import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, none, noPause } from './wording'

export const fcrSaid = {
  id: 'fcr_said',
  type: 'ratio',
  numerator: [measures.saidYes],
  denominator: [measures.saidAnswers],
  unit: 'share',
  polarity: 'up',
  group: 'resolution',
  dimensions: EVERY_DIMENSION,
  minSample: 20,
  target: null,
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '「是否解决」类答卷', en: 'Answers of the kind “resolved”' },
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
      label: '客户自述已解决',
      definition: '「问题解决了吗」答「是」的占比。',
      synonyms: ['自述解决率', '客户确认解决率', '是否解决'],
    },
    en: {
      label: 'Resolved, says the customer',
      definition: 'Yes ÷ answers to “was your problem solved”.',
      synonyms: ['said resolved', 'customer confirmed resolution', 'self-reported FCR'],
    },
  },
} satisfies Metric
