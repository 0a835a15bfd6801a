import type { Metric } from '../types'
import { AGENT_DIMENSIONS, anchors, attribution, FIRST_VERSION, noClock, none, noPause } from './wording'

export const agentsOnline = {
  id: 'agents_online',
  type: 'gauge',
  gauge: 'agents_online',
  unit: 'people',
  polarity: 'none',
  group: 'people',
  dimensions: AGENT_DIMENSIONS,
  minSample: 0,
  target: null,
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '有过状态的客服', en: 'Agents with a status' },
    unitOfAnalysis: { zh: '客服', en: 'Agent' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.now,
    attribution: attribution.agents,
    exclusions: none,
    twins: none,
  },
  text: {
    zh: {
      label: '在线客服',
      definition: '此刻在线的客服人数：最近状态不是离线。',
      synonyms: ['在线人数', '在线坐席', '上线客服', '签入人数'],
    },
    en: {
      label: 'Agents online',
      definition: 'Agents whose last status is anything but offline.',
      synonyms: ['online agents', 'signed in', 'logged in agents'],
    },
  },
} satisfies Metric
