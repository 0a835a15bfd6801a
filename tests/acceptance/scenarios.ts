/** What must arrive where and when, and nothing else. Seconds from 10:00. */
import type { RuleInput } from '@/lib/alerts/rule'
import type { MessageKind } from '@/lib/notify/types'
import type { Expected, Scenario } from './stage'

/** The same message at several receivers. */
const all = (to: readonly string[], kind: MessageKind, from: number, till: number, more: object = {}) =>
  to.map((one): Expected => ({ to: one, kind, from, till, ...more }))

const NO_REPLY: Omit<RuleInput, 'ladder'> = {
  name: '3 分钟无回复',
  kind: 'conversation',
  params: { clock: 'reply', limitSeconds: 180 },
}
const VIP = {
  ...NO_REPLY,
  params: { clock: 'reply', limitSeconds: 180, vip: { limitSeconds: 30, warnSeconds: 10 } },
}
/** More than two new conversations in a quarter of an hour, by channel. */
const MANY: Omit<RuleInput, 'ladder'> = {
  name: '咨询量过高',
  kind: 'threshold',
  params: { metric: 'tickets_opened', over: 'channel', window: 15, op: '>', limit: 2 },
  everySeconds: 60,
}
const AT_ONCE: Omit<RuleInput, 'ladder'> = {
  ...NO_REPLY,
  params: { clock: 'reply', limitSeconds: 10 },
}
/** A group is told at once; one customer waits ten seconds. */
const group = (name: string, kind: NonNullable<Scenario['targets']>[string]) => ({
  targets: { [name]: kind },
  ladder: [{ after: 0, targets: [name] }],
  rules: [AT_ONCE],
  happens: [[0, { asks: 'a' }]] as const,
})

export const SCENARIOS: readonly Scenario[] = [
  // ── conversations ─────────────────────────────────────────────────────────
  {
    name: 'three minutes without a reply: agent and lead of the team are told, the other team is not',
    people: { 云舒: ['agent'], 阿蓝: ['lead', '直播组'], 旁人: ['lead', '热线组'], 看客: ['auditor'] },
    rules: [NO_REPLY],
    happens: [[0, { asks: 'a' }]],
    until: 200,
    expects: all(['云舒', '阿蓝', 'wall'], 'fired', 180, 185, { says: '3 分钟' }),
  },
  {
    name: 'an answer in time: nobody hears anything',
    people: { 阿蓝: ['lead', '直播组'] },
    rules: [NO_REPLY],
    happens: [
      [0, { asks: 'a' }],
      [170, { answers: 'a' }],
    ],
    until: 400,
    every: 10,
    expects: [],
  },
  {
    name: 'an answer after the alarm: those who were told hear that it is over',
    people: { 阿蓝: ['lead', '直播组'] },
    rules: [NO_REPLY],
    happens: [
      [0, { asks: 'a' }],
      [200, { answers: 'a' }],
    ],
    until: 260,
    expects: [...all(['阿蓝', 'wall'], 'fired', 180, 185), ...all(['阿蓝', 'wall'], 'recovered', 200, 210)],
  },
  {
    name: 'a VIP: warned ten seconds before, worse at thirty seconds, and not again at three minutes',
    people: { 阿蓝: ['lead', '直播组'] },
    rules: [VIP],
    happens: [[0, { asks: 'v', tier: 'vip' }]],
    until: 240,
    expects: [...all(['阿蓝', 'wall'], 'fired', 20, 25), ...all(['阿蓝', 'wall'], 'worse', 30, 35)],
  },
  {
    name: 'entered by a page of high-priced products: thirty seconds for anybody',
    people: { 阿蓝: ['lead', '直播组'] },
    rules: [
      {
        ...NO_REPLY,
        params: { clock: 'reply', limitSeconds: 30, match: { entryPages: ['/premium'] } },
      },
    ],
    happens: [[0, { asks: 'p', page: '/premium/sofa' }, { asks: 'q', page: '/cheap' }]],
    until: 60,
    expects: all(['阿蓝', 'wall'], 'fired', 30, 35),
  },
  {
    name: 'two waits in one channel are one alarm where the rule groups by channel',
    people: { 阿蓝: ['lead', '直播组'] },
    rules: [{ ...NO_REPLY, groupBy: 'channel' }],
    happens: [[0, { asks: 'a' }, { asks: 'b' }]],
    until: 240,
    expects: all(['阿蓝', 'wall'], 'fired', 180, 185),
  },
  {
    name: 'two waits in two channels are two alarms',
    rules: [{ ...NO_REPLY, groupBy: 'channel' }],
    happens: [[0, { asks: 'a' }, { asks: 'b', channel: 'web' }]],
    until: 200,
    expects: [...all(['wall'], 'fired', 180, 185), ...all(['wall'], 'fired', 180, 185)],
  },
  {
    name: 'each of three waits is told by itself where the rule does not group',
    rules: [NO_REPLY],
    happens: [
      [0, { asks: 'a' }],
      [10, { asks: 'b' }],
      [20, { asks: 'c' }],
    ],
    until: 240,
    expects: [180, 190, 200].flatMap((at) => all(['wall'], 'fired', at, at + 5)),
  },
  {
    name: 'a silence on the channel: nothing until it ends, then what still stands',
    people: { 阿蓝: ['lead', '直播组'] },
    rules: [NO_REPLY],
    happens: [[0, { silence: { channel: 'douyin' }, seconds: 400 }, { asks: 'a' }]],
    until: 480,
    every: 10,
    expects: all(['阿蓝', 'wall'], 'fired', 400, 420),
  },
  {
    name: 'a silence on another channel hushes nothing here',
    rules: [NO_REPLY],
    happens: [[0, { silence: { channel: 'web' }, seconds: 400 }, { asks: 'a' }]],
    until: 200,
    every: 10,
    expects: all(['wall'], 'fired', 180, 190),
  },
  {
    name: 'a mute window of the rule: nothing until 10:05',
    rules: [{ ...NO_REPLY, mute: [{ from: '09:00', to: '10:05' }] }],
    happens: [[0, { asks: 'a' }]],
    until: 360,
    every: 10,
    expects: all(['wall'], 'fired', 300, 320),
  },
  {
    name: 'resolved inside a silence: nobody ever hears of it',
    people: { 阿蓝: ['lead', '直播组'] },
    rules: [NO_REPLY],
    happens: [
      [0, { silence: { channel: 'douyin' }, seconds: 300 }, { asks: 'a' }],
      [240, { answers: 'a' }],
    ],
    until: 360,
    every: 10,
    expects: [],
  },
  // ── thresholds ────────────────────────────────────────────────────────────
  {
    name: 'a number out of its limit: told within one evaluation and five seconds',
    people: { 主管: ['supervisor'] },
    rules: [MANY],
    happens: [[10, { burst: 'x', many: 3 }]],
    until: 130,
    expects: all(['主管', 'wall'], 'fired', 10, 65, { says: '咨询量超过 2' }),
  },
  {
    name: 'a number at its limit is not out of it',
    people: { 主管: ['supervisor'] },
    rules: [MANY],
    happens: [[10, { burst: 'x', many: 2 }]],
    until: 180,
    every: 20,
    expects: [],
  },
  {
    name: '“for two minutes”: a shorter breach tells nobody',
    rules: [
      {
        ...MANY,
        forSeconds: 120,
        params: { metric: 'oldest_wait_now', over: 'channel', window: 'last_15m', op: '>', limit: 20 },
      },
    ],
    happens: [
      [10, { asks: 'a' }],
      [100, { answers: 'a' }],
    ],
    until: 360,
    every: 20,
    expects: [],
  },
  {
    name: '“for two minutes”: told once it has lasted',
    rules: [{ ...MANY, forSeconds: 120 }],
    happens: [[10, { burst: 'x', many: 3 }]],
    until: 300,
    every: 20,
    expects: all(['wall'], 'fired', 180, 240),
  },
  {
    name: 'back inside its limit: told as recovered after two evaluations',
    people: { 主管: ['supervisor'] },
    rules: [MANY],
    happens: [[0, { burst: 'x', many: 3 }]],
    until: 1_200,
    every: 60,
    expects: [...all(['主管', 'wall'], 'fired', 0, 65), ...all(['主管', 'wall'], 'recovered', 900, 1_020)],
  },
  {
    name: 'still out: repeated every five minutes until somebody acknowledges',
    people: { 主管: ['supervisor'] },
    rules: [{ ...MANY, repeatMinutes: 5, params: { ...(MANY.params as object), window: 60 } }],
    happens: [
      [0, { burst: 'x', many: 3 }],
      [700, { acknowledges: '主管' }],
    ],
    until: 1_500,
    every: 60,
    expects: [
      ...all(['主管', 'wall'], 'fired', 0, 65),
      ...all(['主管', 'wall'], 'repeated', 300, 420),
      ...all(['主管', 'wall'], 'repeated', 600, 720),
    ],
  },
  {
    name: 'explained by another alarm: only the cause is told',
    rules: [
      {
        ...MANY,
        name: '总咨询量',
        params: { metric: 'tickets_opened', over: 'all', window: 60, op: '>', limit: 2 },
        inhibits: true,
      },
      { ...MANY, params: { ...(MANY.params as object), window: 60 } },
    ],
    happens: [[0, { burst: 'x', many: 3 }]],
    until: 240,
    every: 20,
    expects: all(['wall'], 'fired', 0, 65, { says: '咨询量超过 2' }),
  },
  {
    name: 'every channel at once is one alarm where the rule groups all',
    rules: [{ ...MANY, groupBy: 'rule' }],
    happens: [[0, { burst: 'x', many: 3 }, { burst: 'y', many: 3, channel: 'web' }]],
    until: 130,
    every: 20,
    expects: all(['wall'], 'fired', 0, 65),
  },
  {
    name: 'two rules on one number are two alarms',
    rules: [MANY, { ...MANY, name: '第二条' }],
    happens: [[0, { burst: 'x', many: 3 }]],
    until: 130,
    every: 20,
    expects: [...all(['wall'], 'fired', 0, 65), ...all(['wall'], 'fired', 0, 65)],
  },
  // ── ladders ───────────────────────────────────────────────────────────────
  {
    name: 'nobody acknowledges: supervisor after five minutes, manager after fifteen',
    people: { 阿蓝: ['lead', '直播组'], 主管: ['supervisor'], 经理: ['manager'] },
    ladder: [
      { after: 0, who: ['lead'] },
      { after: 5, who: ['supervisor'] },
      { after: 15, who: ['manager'] },
    ],
    rules: [NO_REPLY],
    happens: [[0, { asks: 'a' }]],
    until: 1_500,
    every: 20,
    expects: [
      ...all(['阿蓝', 'wall'], 'fired', 180, 200),
      ...all(['主管', 'wall'], 'escalated', 480, 500),
      ...all(['经理', 'wall'], 'escalated', 1_080, 1_100),
    ],
  },
  {
    name: 'acknowledged: the ladder stops',
    people: { 阿蓝: ['lead', '直播组'], 主管: ['supervisor'] },
    ladder: [
      { after: 0, who: ['lead'] },
      { after: 5, who: ['supervisor'] },
    ],
    rules: [NO_REPLY],
    happens: [
      [0, { asks: 'a' }],
      [470, { acknowledges: '阿蓝' }],
    ],
    until: 900,
    every: 20,
    expects: all(['阿蓝', 'wall'], 'fired', 180, 200),
  },
  {
    name: 'a VIP climbs faster',
    people: { 阿蓝: ['lead', '直播组'], 主管: ['supervisor'] },
    ladder: [
      { after: 0, who: ['lead'] },
      { after: 10, vip: 1, who: ['supervisor'] },
    ],
    rules: [{ ...NO_REPLY, params: { clock: 'reply', limitSeconds: 30 } }],
    happens: [[0, { asks: 'v', tier: 'vip' }, { asks: 'n' }]],
    until: 300,
    every: 10,
    expects: [
      ...all(['阿蓝', 'wall'], 'fired', 30, 40),
      ...all(['阿蓝', 'wall'], 'fired', 30, 40),
      ...all(['主管', 'wall'], 'escalated', 90, 100),
    ],
  },
  {
    name: 'put off for ten minutes: the ladder waits as long',
    people: { 主管: ['supervisor'], 经理: ['manager'] },
    ladder: [
      { after: 0, who: ['supervisor'] },
      { after: 5, who: ['manager'] },
    ],
    rules: [NO_REPLY],
    happens: [
      [0, { asks: 'a' }],
      [240, { snoozes: '主管', minutes: 10 }],
    ],
    until: 960,
    every: 20,
    expects: [...all(['主管', 'wall'], 'fired', 180, 200), ...all(['经理', 'wall'], 'escalated', 840, 880)],
  },
  {
    name: 'no lead in the team: the supervisor is told instead',
    people: { 旁人: ['lead', '热线组'], 主管: ['supervisor'] },
    ladder: [{ after: 0, who: ['lead'] }],
    rules: [NO_REPLY],
    happens: [[0, { asks: 'a' }]],
    until: 200,
    every: 10,
    expects: all(['主管', 'wall'], 'fired', 180, 190),
  },
  {
    name: 'answered before the second step: the supervisor never hears of it',
    people: { 阿蓝: ['lead', '直播组'], 主管: ['supervisor'] },
    ladder: [
      { after: 0, who: ['lead'] },
      { after: 5, who: ['supervisor'] },
    ],
    rules: [NO_REPLY],
    happens: [
      [0, { asks: 'a' }],
      [300, { answers: 'a' }],
    ],
    until: 700,
    every: 20,
    expects: [...all(['阿蓝', 'wall'], 'fired', 180, 200), ...all(['阿蓝', 'wall'], 'recovered', 300, 340)],
  },
  // ── targets ───────────────────────────────────────────────────────────────
  ...(['wecom', 'dingtalk', 'feishu', 'slack', 'webhook', 'sms'] as const).map(
    (kind): Scenario => ({
      name: `${kind}: told at once, with the link`,
      ...group('群', { kind }),
      until: 30,
      expects: all(['群', 'wall'], 'fired', 10, 15),
    }),
  ),
  {
    name: 'mail: the group’s address, and each person at their own',
    people: { 主管: ['supervisor'] },
    targets: { 组邮: { kind: 'email', to: 'duty@example.com' }, 人邮: { kind: 'email' } },
    ladder: [{ after: 0, who: ['supervisor'], targets: ['组邮', '人邮'] }],
    rules: [AT_ONCE],
    happens: [[0, { asks: 'a' }]],
    until: 30,
    expects: all(['主管', 'wall', 'mail:duty@example.com', 'mail:主管'], 'fired', 10, 15),
  },
  {
    name: 'an error code in a 200: tried again after five seconds, arrives once',
    ...group('群', { kind: 'wecom', answers: ['error_code', 'ok'] }),
    until: 60,
    // the robot heard it twice; the first it did not take
    expects: [...all(['群', 'wall'], 'fired', 10, 15), ...all(['群'], 'fired', 15, 25)],
  },
  {
    name: 'Retry-After of 40 seconds is waited for',
    ...group('群', { kind: 'slack', answers: [{ retryAfter: 40 }, 'ok'] }),
    until: 120,
    expects: [...all(['群', 'wall'], 'fired', 10, 15), ...all(['群'], 'fired', 50, 60)],
  },
  {
    name: 'taken but never answered: the second says 重发',
    ...group('群', { kind: 'dingtalk', answers: ['hang', 'ok'] }),
    until: 60,
    expects: [...all(['群', 'wall'], 'fired', 10, 15), ...all(['群'], 'fired', 15, 25, { resent: true })],
  },
  {
    name: 'a connection that breaks: the second says 重发',
    ...group('群', { kind: 'feishu', answers: ['reset', 'ok'] }),
    until: 60,
    expects: [...all(['群', 'wall'], 'fired', 10, 15), ...all(['群'], 'fired', 15, 25, { resent: true })],
  },
  {
    name: 'a wrong key: the fallback is told at once, the robot not again',
    targets: {
      备用: { kind: 'feishu' },
      群: { kind: 'wecom', fallback: '备用', answers: ['rejected'] },
    },
    ladder: [{ after: 0, targets: ['群'] }],
    rules: [AT_ONCE],
    happens: [[0, { asks: 'a' }]],
    until: 120,
    every: 10,
    expects: [...all(['群', 'wall'], 'fired', 10, 20), ...all(['备用'], 'fired', 10, 30)],
  },
  {
    name: 'a dead robot: three attempts, then the fallback and a note to the administrator, within a minute',
    people: { 管理员: ['admin'] },
    targets: {
      备用: { kind: 'email', to: 'spare@example.com' },
      群: { kind: 'webhook', fallback: '备用', answers: ['server_error'] },
    },
    ladder: [{ after: 0, targets: ['群'] }],
    rules: [AT_ONCE],
    happens: [[0, { asks: 'a' }]],
    until: 70,
    expects: [
      ...all(['wall', '群'], 'fired', 10, 15),
      ...all(['群'], 'fired', 15, 25),
      ...all(['群'], 'fired', 25, 40),
      ...all(['群'], 'fired', 40, 70),
      ...all(['mail:spare@example.com'], 'fired', 25, 70),
      ...all(['管理员'], 'target_failing', 25, 70, { says: '备用' }),
    ],
  },
  {
    name: 'a mail server that is busy: tried again, arrives once',
    ...group('组邮', { kind: 'email', to: 'duty@example.com' }),
    happens: [
      [0, { mail: 'busy' }, { asks: 'a' }],
      [12, { mail: 'ok' }],
    ],
    until: 60,
    expects: [...all(['wall'], 'fired', 10, 15), ...all(['mail:duty@example.com'], 'fired', 15, 25)],
  },
  {
    name: 'a dead lane holds up no other',
    targets: {
      死: { kind: 'webhook', answers: ['hang'] },
      活: { kind: 'wecom' },
    },
    ladder: [{ after: 0, targets: ['死', '活'] }],
    rules: [AT_ONCE],
    happens: [
      [0, { asks: 'a' }],
      [4, { asks: 'b' }],
    ],
    until: 15,
    expects: [
      ...all(['活', 'wall'], 'fired', 10, 10),
      ...all(['活', 'wall'], 'fired', 15, 15),
      ...all(['死'], 'fired', 10, 10),
      // the first again, which may have arrived, before the second
      ...all(['死'], 'fired', 15, 15, { resent: true }),
    ],
  },
  {
    name: 'thirty alarms at once are digests in which each is listed',
    ...group('群', { kind: 'wecom' }),
    happens: [[0, { burst: 'x', many: 30 }]],
    until: 60,
    expects: [
      ...all(['群'], 'summary', 10, 20, { says: Array.from({ length: 30 }, (_, i) => `A-${i + 1} `) }),
      ...Array.from({ length: 30 }, () => all(['wall'], 'fired', 10, 15)).flat(),
    ],
  },
  {
    name: 'automation off: nothing leaves; on again: what still stands is told',
    ...group('群', { kind: 'wecom' }),
    happens: [
      [0, { automation: 'off' }, { asks: 'a' }],
      [40, { automation: 'on' }],
    ],
    until: 70,
    expects: all(['群', 'wall'], 'fired', 40, 50),
  },
]
