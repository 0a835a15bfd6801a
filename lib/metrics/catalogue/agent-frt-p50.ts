import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, none, pauses } from './wording'

export const agentFrtP50 = {
  id: 'agent_frt_p50',
  type: 'quantile',
  sketch: measures.assignmentSketch,
  count: measures.assignmentAnswered,
  q: 0.5,
  scale: 0.001,
  unit: 'seconds',
  polarity: 'down',
  group: 'response',
  dimensions: EVERY_DIMENSION,
  minSample: 10,
  target: { value: 60, op: '<=', byKind: { phone: 15, chat: 60, ticket: 300 } },
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '得到该客服回复的指派', en: 'Assignments that got a reply of that agent' },
    unitOfAnalysis: { zh: '指派', en: 'Assignment' },
    clockStart: {
      zh: '指派给该客服（含转接到人）；重复指派取第一次',
      en: 'The assignment to the agent, transfers included; assigned twice, the first counts',
    },
    clockStop: { zh: '该客服的首次回复', en: 'That agent’s first reply' },
    pauses: pauses.calendar,
    anchor: anchors.assignment,
    attribution: attribution.assignment,
    exclusions: {
      zh: '改派他人或未回复先解决的指派',
      en: 'Assignments cancelled by another assignment or a resolution',
    },
    twins: none,
  },
  text: {
    zh: {
      label: '客服首响中位数',
      definition: '一半的指派在这个时间内得到该客服的首次回复。',
      synonyms: ['坐席首响中位数', '个人首响中位数', '客服首响P50'],
    },
    en: {
      label: 'Agent first response, median',
      definition: 'Half of the assignments had that agent’s first reply within this time.',
      synonyms: ['agent FRT p50', 'median agent first reply'],
    },
  },
} satisfies Metric
