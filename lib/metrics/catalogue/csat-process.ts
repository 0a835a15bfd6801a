import * as measures from '../measures'
import type { Metric } from '../types'
import { anchors, attribution, EVERY_DIMENSION, FIRST_VERSION, noClock, noPause } from './wording'

export const csatProcess = {
  id: 'csat_process',
  type: 'ratio',
  numerator: [measures.csatProcess.good],
  denominator: [measures.csatProcess.answers],
  unit: 'share',
  polarity: 'up',
  group: 'satisfaction',
  dimensions: EVERY_DIMENSION,
  minSample: 20,
  target: { value: 0.85, op: '>=' },
  defaultCalendar: 'all_hours',
  matureAfterSeconds: 0,
  version: FIRST_VERSION,
  card: {
    population: { zh: '「服务过程」类答卷', en: 'Answers about the process' },
    unitOfAnalysis: { zh: '一次作答', en: 'One survey answer' },
    clockStart: noClock,
    clockStop: noClock,
    pauses: noPause,
    anchor: anchors.answer,
    attribution: attribution.answer,
    exclusions: {
      zh: '量表之外的分数在入口即被拒收；没有工单的答卷只按来源统计',
      en: 'Scores off the scale are refused at the door; answers without a ticket have only a source',
    },
    twins: {
      zh: '有的平台 3 分也算满意，本指标不算；1–2 与 1–3 分制先折算为 1/5 与 1/3/5',
      en: 'Some platforms count 3 as satisfied, this one does not; scales 1–2 and 1–3 are read as 1/5 and 1/3/5',
    },
  },
  text: {
    zh: {
      label: '过程满意度',
      definition: '对服务过程评 4–5 分的答卷占比。',
      synonyms: ['服务过程满意度', '流程满意度'],
    },
    en: {
      label: 'Process satisfaction',
      definition: 'Answers of 4–5 about the process ÷ answers.',
      synonyms: ['process CSAT'],
    },
  },
} satisfies Metric
