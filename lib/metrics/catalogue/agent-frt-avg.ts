import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, none, pauses } from './wording'

export const agentFrtAvg = {
  id: 'agent_frt_avg',
  type: 'mean',
  sum: measures.assignmentTime,
  count: measures.assignmentAnswered,
  scale: 0.001,
  unit: 'seconds',
  polarity: 'down',
  group: 'response',
  dimensions: EVERY_DIMENSION,
  minSample: 5,
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
      label: '客服平均首响',
      definition: '从工单指派给客服到其首次回复的平均时长，不含排队。',
      synonyms: ['坐席首响', '个人首响', '客服首次响应', '坐席平均首响'],
    },
    en: {
      label: 'Agent first response, average',
      definition: 'Mean time from the assignment to that agent’s first reply; the queue is not in it.',
      synonyms: ['agent FRT', 'agent first reply', 'handling pickup time'],
    },
  },
} satisfies Metric
