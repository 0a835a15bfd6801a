import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, none, noPause } from './wording'

export const suggestionAdoption = {
  id: 'suggestion_adoption',
  type: 'ratio',
  numerator: [measures.suggestionsAdopted],
  denominator: [measures.suggestionsDecided],
  unit: 'share',
  polarity: 'up',
  group: 'satisfaction',
  dimensions: EVERY_DIMENSION,
  minSample: 10,
  target: null,
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '已裁定的建议', en: 'Decided suggestions' },
    unitOfAnalysis: { zh: '建议', en: 'Suggestion' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.decided,
    attribution: attribution.event,
    exclusions: none,
    twins: none,
  },
  text: {
    zh: {
      label: '建议采纳率',
      definition: '已裁定的客户建议中被采纳的占比。',
      synonyms: ['采纳率', '建议采纳', '意见采纳率'],
    },
    en: {
      label: 'Suggestion adoption',
      definition: 'Adopted ÷ decided suggestions.',
      synonyms: ['adoption rate', 'suggestions adopted'],
    },
  },
} satisfies Metric
