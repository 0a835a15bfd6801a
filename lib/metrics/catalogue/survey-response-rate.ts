import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, none, noPause } from './wording'

export const surveyResponseRate = {
  id: 'survey_response_rate',
  type: 'ratio',
  numerator: [measures.surveyAnswered],
  denominator: [measures.surveySent],
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
    population: { zh: '发出过评价邀请的工单', en: 'Tickets with a survey sent' },
    unitOfAnalysis: { zh: '工单', en: 'Ticket' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.surveyed,
    attribution: attribution.survey,
    exclusions: { zh: '没有工单的答卷', en: 'Answers without a ticket' },
    twins: none,
  },
  text: {
    zh: {
      label: '参评率',
      definition: '发出评价邀请的工单中，得到作答的占比；任何一类评价都算，作答即视为已邀请。',
      synonyms: ['评价率', '参与评价率', '邀评率', '评价参与率', '问卷回收率'],
    },
    en: {
      label: 'Survey response rate',
      definition:
        'Tickets with an answer ÷ tickets with a survey sent, of any kind; an answer implies a sending.',
      synonyms: ['response rate', 'survey rate', 'participation'],
    },
  },
} satisfies Metric
