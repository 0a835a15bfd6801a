/** The rules and ladders that ship with the product. Their ids are the same everywhere, for ever. */
import { uuidOf } from '@/lib/core/ids'
import { CHAT_CHANNELS } from '@/lib/facts/channel-kind'
import type { Locale } from '@/lib/metrics/types'
import type { ConversationParams } from './kinds/conversation'
import type { RuleInput } from './rule'
import type { Ladder, LadderStep, Rule } from './types'

type Text = Readonly<Record<Locale, string>>

/** Built-in notification target: the wall. The inbox needs no naming: people are told there in any case. */
const WALL = '00000000-0000-8000-8000-000000000002'

export interface Preset {
  readonly id: string
  readonly ruleId: string
  readonly name: Text
  /** what it is for, in a sentence */
  readonly about: Text
  /** on from the start */
  readonly enabled: boolean
  readonly rule: Omit<RuleInput, 'name' | 'preset'>
  /** a part only the company can fill in; it is off until somebody has */
  readonly toFill?: { readonly text: Text; readonly isFilled: (params: unknown) => boolean }
}

const ruleIdOf = (preset: string): string => uuidOf(`preset rule ${preset}`)
const ladderIdOf = (preset: string): string => uuidOf(`preset ladder ${preset}`)

interface PresetLadder extends Omit<Ladder, 'name'> {
  readonly names: Text
}

const step = (
  afterMinutes: number,
  audiences: LadderStep['audiences'],
  more: Partial<Pick<LadderStep, 'afterMinutesVip' | 'targets'>> = {},
): LadderStep => ({ afterMinutes, audiences, users: [], targets: [], ...more })

const ladder = (id: string, zh: string, en: string, steps: readonly LadderStep[]): PresetLadder => ({
  id: ladderIdOf(id),
  names: { zh, en },
  steps,
})

const LINES = ladder(
  'lines',
  '现场：值班与组长 → 主管 → 经理',
  'Floor: on duty and lead → supervisor → manager',
  [
    step(0, ['on_duty', 'lead'], { targets: [WALL] }),
    step(5, ['supervisor'], { afterMinutesVip: 2 }),
    step(15, ['manager'], { afterMinutesVip: 5 }),
  ],
)
const SUPERVISOR = ladder('supervisor', '主管 → 经理', 'Supervisor → manager', [
  step(0, ['supervisor'], { targets: [WALL] }),
  step(5, ['manager'], { afterMinutesVip: 2 }),
])
const CONVERSATION = ladder(
  'conversation',
  '会话：客服与主管 → 经理',
  'Conversation: agent and supervisor → manager',
  [step(0, ['agent', 'supervisor']), step(10, ['manager'], { afterMinutesVip: 2 })],
)
const QUALITY = ladder('quality', '商品负责人 → 主管 → 经理', 'Product owner → supervisor → manager', [
  step(0, ['product_owner']),
  step(30, ['supervisor'], { afterMinutesVip: 10 }),
  step(120, ['manager'], { afterMinutesVip: 30 }),
])
const REPORT = ladder('report', '主管（不升级）', 'Supervisor, no escalation', [step(0, ['supervisor'])])

/** Ladders that ship; `name` in the language they are installed in. */
export const PRESET_LADDERS: readonly PresetLadder[] = [LINES, SUPERVISOR, CONVERSATION, QUALITY, REPORT]

const preset = (
  id: string,
  name: Text,
  about: Text,
  enabled: boolean,
  rule: Preset['rule'],
  toFill?: Preset['toFill'],
): Preset => ({
  id,
  ruleId: ruleIdOf(id),
  name,
  about,
  enabled,
  rule,
  ...(toFill === undefined ? {} : { toFill }),
})

/** Whether a rule about conversations names pages. */
const namesEntryPages = (params: unknown): boolean =>
  ((params as Partial<ConversationParams>).match?.entryPages?.length ?? 0) > 0

/** Satisfaction against a floor over some time; a mean of few answers says nothing. */
const satisfaction = (metric: string, limit: number, window: string, minSample: number): Preset['rule'] => ({
  kind: 'threshold',
  params: { metric, over: 'all', window, op: '<', limit, recoverAt: limit, minSample },
  severity: 'bad',
  everySeconds: window === 'today' ? 300 : 3_600,
  ladder: REPORT.id,
})

/** Over single chat channels; mail and shops answer in hours. */
const chats = { over: 'channel', where: { channel: [...CHAT_CHANNELS] } } as const

export const PRESETS: readonly Preset[] = [
  preset(
    'csat_live',
    { zh: '满意度低于 85%', en: 'CSAT below 85 %' },
    { zh: '今天的满意度（实时）', en: 'Satisfaction of today, live' },
    true,
    satisfaction('csat', 0.85, 'today', 30),
  ),
  preset(
    'csat_first_response',
    { zh: '首次响应满意度低于 80%', en: 'First-response satisfaction below 80 %' },
    { zh: '今天的首次响应满意度（实时）', en: 'Satisfaction with the first response of today, live' },
    true,
    satisfaction('csat_first_response', 0.8, 'today', 30),
  ),
  preset(
    'csat_solution',
    { zh: '解决满意度低于 90%', en: 'Solution satisfaction below 90 %' },
    { zh: '昨天的解决满意度（每天）', en: 'Satisfaction with the solution of yesterday, daily' },
    true,
    satisfaction('csat_solution', 0.9, 'yesterday', 30),
  ),
  preset(
    'csat_complaint',
    { zh: '投诉处理满意度低于 75%', en: 'Complaint-handling satisfaction below 75 %' },
    { zh: '近 7 天的投诉处理满意度（每周）', en: 'Satisfaction with complaints of the last 7 days, weekly' },
    true,
    satisfaction('csat_complaint', 0.75, 'last_7_days', 20),
  ),
  preset(
    'frt_5m',
    { zh: '首次响应超过 5 分钟', en: 'First response over 5 min' },
    { zh: '近 1 小时聊天渠道的平均首次响应', en: 'Mean first response on chat channels in the last hour' },
    true,
    {
      kind: 'threshold',
      params: {
        metric: 'frt_avg',
        over: 'all',
        where: { channel: [...CHAT_CHANNELS] },
        window: 'last_1h',
        op: '>',
        limit: 300,
        recoverAt: 240,
        minSample: 10,
      },
      severity: 'bad',
      ladder: LINES.id,
    },
  ),
  preset(
    'resolution_24h',
    { zh: '解决时长超过 24 小时', en: 'Resolution over 24 h' },
    { zh: '近 7 天各渠道的平均解决时长', en: 'Mean resolution of each channel over the last 7 days' },
    true,
    {
      kind: 'threshold',
      params: {
        metric: 'resolution_avg',
        over: 'channel',
        window: 'last_7_days',
        op: '>',
        limit: 86_400,
        minSample: 20,
      },
      severity: 'watch',
      everySeconds: 3_600,
      ladder: REPORT.id,
    },
  ),
  preset(
    'delay_alerts',
    { zh: '出现延误', en: 'Late conversations' },
    {
      zh: '今天超过目标仍未处理的会话不为 0',
      en: 'Conversations of today that are past their target are not 0',
    },
    false,
    {
      kind: 'threshold',
      params: { metric: 'delay_alerts', over: 'team', window: 'today', op: '>', limit: 0 },
      severity: 'watch',
      everySeconds: 60,
      forSeconds: 300,
      ladder: LINES.id,
    },
  ),
  preset(
    'reply_10m',
    { zh: '会话超过 10 分钟无人回复', en: 'No reply for 10 min' },
    { zh: '任何渠道，工作时间内', en: 'On any channel, in working hours' },
    false,
    {
      kind: 'conversation',
      params: { clock: 'reply', limitSeconds: 600, warnSeconds: 120, match: {}, calendar: 'business' },
      severity: 'bad',
      groupBy: 'channel',
      ladder: SUPERVISOR.id,
    },
  ),
  preset(
    'fcr_85',
    { zh: '首次解决率低于 85%', en: 'First-contact resolution below 85 %' },
    { zh: '近 7 天各团队的首次解决率', en: 'First-contact resolution of each team over the last 7 days' },
    false,
    {
      kind: 'threshold',
      params: { metric: 'fcr', over: 'team', window: 'last_7_days', op: '<', limit: 0.85, minSample: 50 },
      severity: 'watch',
      everySeconds: 3_600,
      ladder: REPORT.id,
    },
  ),
  preset(
    'rating_4',
    { zh: '平均评分低于 4 分', en: 'Mean rating below 4' },
    { zh: '今天的平均评分（五分制）', en: 'Mean rating of today, of five' },
    true,
    {
      kind: 'threshold',
      params: { metric: 'csat_avg', over: 'all', window: 'today', op: '<', limit: 4, minSample: 30 },
      severity: 'bad',
      everySeconds: 300,
      ladder: REPORT.id,
    },
  ),
  preset(
    'channel_frt_60',
    { zh: '渠道首响过慢', en: 'Slow first response on a channel' },
    {
      zh: '近 15 分钟某个聊天渠道的平均首次响应超过 1 分钟',
      en: 'Mean first response of a chat channel over 1 min in the last 15 min',
    },
    true,
    {
      kind: 'threshold',
      params: {
        metric: 'frt_avg',
        ...chats,
        window: 'last_15m',
        op: '>',
        limit: 60,
        recoverAt: 55,
        minSample: 3,
      },
      severity: 'bad',
      everySeconds: 15,
      forSeconds: 120,
      keepFiringSeconds: 60,
      ladder: LINES.id,
    },
  ),
  preset(
    'queue_10',
    { zh: '排队超过 10 人', en: 'Queue over 10' },
    {
      zh: '某个渠道正在排队的客户超过 10 人，通知主管',
      en: 'More than 10 customers wait on a channel: the supervisor is told',
    },
    true,
    {
      kind: 'threshold',
      params: { metric: 'queue_now', over: 'channel', window: 'last_15m', op: '>', limit: 10, recoverAt: 8 },
      severity: 'bad',
      everySeconds: 15,
      forSeconds: 30,
      ladder: SUPERVISOR.id,
    },
  ),
  preset(
    'silent_3m',
    { zh: '会话 3 分钟无人回复', en: 'No reply for 3 min' },
    {
      zh: '聊天会话到 3 分钟仍无人回复，提醒客服和主管',
      en: 'A chat has no reply after 3 min: agent and supervisor are told',
    },
    true,
    {
      kind: 'conversation',
      params: {
        clock: 'reply',
        limitSeconds: 180,
        warnSeconds: null,
        match: { channels: [...CHAT_CHANNELS] },
        calendar: 'all_hours',
      },
      severity: 'bad',
      inhibitedBy: [ruleIdOf('vip_30s')],
      ladder: CONVERSATION.id,
    },
  ),
  preset(
    'vip_30s',
    { zh: 'VIP 30 秒未回复', en: 'VIP without reply for 30 s' },
    {
      zh: 'VIP 或来自高价商品页的聊天，30 秒前 10 秒就提醒主管',
      en: 'VIPs, or chats from pages of high-priced products: the supervisor hears of it 10 s before the 30 s are over',
    },
    true,
    {
      kind: 'conversation',
      params: {
        clock: 'reply',
        limitSeconds: 30,
        warnSeconds: 10,
        match: { any: true, customerTiers: ['vip'] },
        calendar: 'all_hours',
      },
      severity: 'bad',
      ladder: CONVERSATION.id,
    },
    {
      text: {
        zh: '待填：高价商品页。在条件里选“入口页面”，选好之前只看 VIP',
        en: 'To be filled in: pages of high-priced products. Choose “entry page” among the conditions; until then only VIPs count',
      },
      isFilled: namesEntryPages,
    },
  ),
  preset(
    'quality_complaint',
    { zh: '商品质量投诉 4 小时 / 24 小时', en: 'Product-quality complaint 4 h / 24 h' },
    {
      zh: '4 小时内首次响应、24 小时内解决，否则通知商品负责人，再到上级；关闭前回访',
      en: 'First response within 4 h, solution within 24 h, else the product’s owner, then the superior; call-back before closing',
    },
    true,
    {
      kind: 'sla',
      params: {
        policies: [
          {
            name: '商品质量',
            match: { complaints: ['商品质量', 'product_quality', 'Product quality', 'quality'] },
            firstResponse: { limitSeconds: 14_400, warnSeconds: 3_600 },
            solution: { limitSeconds: 86_400, warnSeconds: 14_400 },
            calendar: 'all_hours',
          },
        ],
      },
      severity: 'bad',
      ladder: QUALITY.id,
      task: { title: '商品质量投诉：处理并回访', dueHours: 24 },
    },
  ),
  preset(
    'queue_5_newcomers',
    { zh: '排队超过 5 人，告知新来的客户', en: 'Queue over 5: tell newcomers' },
    {
      zh: '经 Webhook 让客服系统向新来的客户发送预计等待时间和常见问题链接；先在通知目标里建一个 Webhook',
      en: 'A webhook lets the help desk send newcomers the expected wait and FAQ links; make a webhook target first',
    },
    false,
    {
      kind: 'threshold',
      params: { metric: 'queue_now', over: 'channel', window: 'last_15m', op: '>', limit: 5, recoverAt: 4 },
      severity: 'watch',
      everySeconds: 15,
      recoverTimes: 1,
    },
  ),
  preset(
    'csat_callback',
    { zh: '满意度不达标，安排回访', en: 'CSAT below target: call back' },
    {
      zh: '某个渠道今天的满意度低于 85%，自动建回访任务',
      en: 'A channel’s CSAT of today is below 85 %: a call-back task is made',
    },
    true,
    {
      kind: 'threshold',
      params: {
        metric: 'csat',
        over: 'channel',
        window: 'today',
        op: '<',
        limit: 0.85,
        recoverAt: 0.86,
        minSample: 10,
      },
      severity: 'watch',
      everySeconds: 300,
      inhibitedBy: [ruleIdOf('csat_live')],
      ladder: REPORT.id,
      task: { title: '低满意度回访', dueHours: 24 },
    },
  ),
  preset(
    'campaign_surge',
    { zh: '咨询量激增且响应变慢', en: 'Surge with slow response' },
    {
      zh: '某个渠道近 1 小时咨询量比往常 +200%，同时首次响应 +120%',
      en: 'In the last hour a channel has 200 % more conversations than usual and answers 120 % slower',
    },
    false,
    {
      kind: 'compound',
      params: {
        join: 'and',
        conditions: [
          {
            kind: 'change',
            params: {
              metric: 'frt_avg',
              ...chats,
              window: 'last_1h',
              against: 'average',
              direction: 'up',
              change: 1.2,
              recoverChange: 0.8,
              minSample: 10,
            },
          },
          {
            kind: 'change',
            params: {
              metric: 'tickets_opened',
              ...chats,
              window: 'last_1h',
              against: 'average',
              direction: 'up',
              change: 2,
              recoverChange: 1.5,
              minSample: 10,
            },
          },
        ],
      },
      severity: 'bad',
      ladder: SUPERVISOR.id,
    },
  ),
  preset(
    'volume_surge',
    { zh: '咨询量高于往常 50%', en: 'Volume 50 % above usual' },
    {
      zh: '近 1 小时，与前四周同一时段相比',
      en: 'In the last hour, against the same hour of the four weeks before',
    },
    false,
    {
      kind: 'change',
      params: {
        metric: 'tickets_opened',
        over: 'channel',
        window: 'last_1h',
        against: 'average',
        direction: 'up',
        change: 0.5,
        recoverChange: 0.3,
        minSample: 20,
      },
      severity: 'watch',
      forSeconds: 300,
      ladder: SUPERVISOR.id,
    },
  ),
  preset(
    'frt_unusual',
    { zh: '首响偏离常态', en: 'First response unlike itself' },
    {
      zh: '某个渠道的首次响应高于自己近 8 周同一时段的常见区间',
      en: 'A channel’s first response is above the band of its own past 8 weeks',
    },
    false,
    {
      kind: 'adaptive',
      params: { metric: 'frt_avg', over: 'channel', direction: 'up', sensitivity: 'medium', minSample: 10 },
      severity: 'watch',
      everySeconds: 300,
      ladder: REPORT.id,
    },
  ),
  preset(
    'source_silent',
    { zh: '数据源静默', en: 'A source is silent' },
    { zh: '某个数据源比自己平时安静得多', en: 'A source is far quieter than it usually is' },
    true,
    {
      kind: 'source',
      params: { afterSeconds: null },
      severity: 'watch',
      // What silences many at once is one fault: one alarm names it.
      groupBy: 'rule',
      everySeconds: 60,
      recoverTimes: 1,
      ladder: REPORT.id,
    },
  ),
]

/** The shipped preset of this name. */
export const presetById = (id: string): Preset | undefined => PRESETS.find((it) => it.id === id)

/** A rule's name in both languages: a preset's own where nobody renamed it, else what was written, twice. */
export function ruleTitle(rule: Pick<Rule, 'name' | 'preset'>): Text {
  const shipped = rule.preset === null ? undefined : presetById(rule.preset)
  const kept = shipped !== undefined && (rule.name === shipped.name.zh || rule.name === shipped.name.en)
  return kept ? shipped.name : { zh: rule.name, en: rule.name }
}
