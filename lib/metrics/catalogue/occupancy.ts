import type { Metric } from '../types'
import { AGENT_DIMENSIONS, anchors, attribution, FIRST_VERSION, none, noPause } from './wording'

export const occupancy = {
  id: 'occupancy',
  type: 'scan',
  scan: 'occupancy',
  unit: 'share',
  polarity: 'none',
  group: 'people',
  dimensions: AGENT_DIMENSIONS,
  minSample: 0,
  target: { value: 0.85, op: '<=', from: 0.7 },
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '时段内签入过的客服', en: 'Agents signed in during the period' },
    unitOfAnalysis: { zh: '客服的时间', en: 'Agents’ time' },
    clockStart: { zh: '接手一张工单，且已签入', en: 'Taking a ticket while signed in' },
    clockStop: { zh: '转出、解决、关闭或签出', en: 'Hand-over, resolution, closing or signing out' },
    pauses: noPause,
    anchor: anchors.span,
    attribution: attribution.agents,
    exclusions: { zh: '离线时间', en: 'Time offline' },
    twins: none,
  },
  text: {
    zh: {
      label: '利用率',
      definition: '客服手上有客户的时间 ÷ 签入时间；同时接待多人只计一份时间。',
      synonyms: ['工时利用率', '坐席利用率', '占用率', '工作饱和度'],
    },
    en: {
      label: 'Occupancy',
      definition: 'Time with a live contact ÷ signed-in time; several contacts at once count once.',
      synonyms: ['utilisation', 'utilization', 'busy share'],
    },
  },
} satisfies Metric
