/** What the pictures show: two weeks of a small company long past, and a radar; made by rule, the same every time. */
import type { RadarPage, RadarRow } from '@/lib/boards/radar'

export const SOURCE = 'pictures'
/** the week the pages look at, Monday to Sunday; the week before is there to compare with */
export const WEEK = `from=2024-03-11&to=2024-03-17&source=${SOURCE}`
export const TEAMS = ['海棠组', '木棉组', '银杏组'] as const
/** a conversation that was answered too late */
export const SUBJECT = 'P-0317-30'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const MONDAY = Date.parse('2024-03-04T00:00:00+08:00')
const CHANNELS = ['douyin', 'taobao', 'wechat', 'jd', 'web', 'email'] as const
const ISSUES = ['物流', '退款', '优惠与活动', '尺寸与材质', '安装'] as const
const TITLES = ['查询物流进度', '退款没有到账', '满减券不能叠加', '咨询尺寸和材质', '预约安装'] as const
const PRODUCTS = ['云朵沙发', '山音床垫', '听雨花洒'] as const
const REGIONS = ['浙江', '广东', '四川', '北京'] as const
const AGENTS = [
  ['青禾', '北辰', '石榴'],
  ['云舒', '木子', '半夏'],
  ['知夏', '南星', '若溪'],
] as const
const COMMENTS = ['讲得很清楚', '等得太久了', '说好的补差价没到账'] as const

/** A number 0 ≤ x < 1 for a place: always the same, without pattern to the eye. */
function chance(...place: readonly number[]): number {
  let hash = 2166136261
  for (const part of place) hash = Math.imul(hash ^ (part + 0x9e37), 16777619) ^ (hash >>> 13)
  return ((hash >>> 0) % 9973) / 9973
}

const pick = <T>(list: readonly T[], at: number): T => {
  const found = list[Math.floor(at * list.length) % list.length]
  if (found === undefined) throw new Error('an empty list')
  return found
}

/** The events of both weeks, at most 5,000. */
export function pictureEvents(): readonly Record<string, unknown>[] {
  const events: Record<string, unknown>[] = []
  for (let day = 0; day < 14; day++) {
    const busy = day < 7 ? 26 : 34
    for (let i = 0; i < busy; i++) {
      const c = (of: number) => chance(day, i, of)
      const date = new Date(MONDAY + day * DAY + 8 * HOUR).toISOString().slice(5, 10).replace('-', '')
      const subject = `P-${date}-${String(i).padStart(2, '0')}`
      const hour = 9 + 12 * ((i + 0.5 * c(1)) / busy)
      const began = MONDAY + day * DAY + Math.round(hour * 3600) * 1000
      const team = Math.floor(c(2) * TEAMS.length)
      const agent = pick(AGENTS[team] ?? AGENTS[0], c(3))
      const channel = pick(CHANNELS, c(4) * c(4))
      const slow = channel === 'douyin' && day === 11 && hour > 14 ? 70 : 0
      const wait = Math.round(8 + 55 * c(5) * c(6) + 90 * c(7) ** 6 + slow)
      const talk = Math.round(60 + 300 * c(8))
      const issue = Math.floor(c(9) * ISSUES.length)
      let step = 0
      const add = (type: string, after: number, data: Record<string, unknown>) => {
        step += 1
        events.push({
          specversion: '1.0',
          id: `${subject}-${step}`,
          source: SOURCE,
          type,
          subject,
          time: new Date(began + after * 1000).toISOString(),
          data,
        })
      }
      add('ticket.opened', 0, {
        channel,
        customer: `C${100 + Math.floor(c(10) * 180)}`,
        customerTier: c(11) < 0.08 ? 'vip' : 'normal',
        region: pick(REGIONS, c(12)),
        product: pick(PRODUCTS, c(13)),
        issueType: ISSUES[issue],
        team: TEAMS[team],
        title: TITLES[issue],
      })
      add('message.sent', 2, { from: 'customer', text: `您好，${TITLES[issue]}` })
      add('ticket.assigned', Math.round(wait / 2), { agent, team: TEAMS[team] })
      add('message.sent', wait, { from: 'agent', agent, text: '您好，我来看一下，请稍等。' })
      add('message.sent', wait + Math.round(talk * 0.4), { from: 'customer', text: '好的' })
      add('message.sent', wait + Math.round(talk * 0.6), { from: 'agent', agent, text: '已经为您处理好了。' })
      if (c(14) < 0.94) add('ticket.resolved', wait + talk, { agent })
      if (c(15) < 0.06) {
        add('ticket.reopened', wait + talk + 9_000, {})
        add('ticket.resolved', wait + talk + 9_900, { agent })
      }
      if (c(16) < 0.75) add('survey.sent', wait + talk + 5, { kind: 'csat' })
      if (c(16) < 0.5) {
        const score = c(17) < 0.87 ? 4 + Math.round(c(18)) : 1 + Math.floor(c(18) * 3)
        add('survey.answered', wait + talk + 120, {
          kind: 'csat',
          score,
          agent,
          ...(c(19) < 0.3 ? { comment: score > 3 ? COMMENTS[0] : pick(COMMENTS.slice(1), c(20)) } : {}),
        })
      }
      if (c(21) < 0.2)
        add('survey.answered', wait + talk + 300, { kind: 'nps', score: 4 + Math.floor(c(22) * 7) })
      if (c(23) < 0.015) add('complaint.filed', wait + talk + 60, { level: 'normal', category: '物流' })
    }
  }
  return events
}

/** The radar at `now`, epoch ms: one over its limit, a VIP about to be, some with time. */
export function radarAt(now: number): RadarPage {
  const iso = (at: number) => new Date(at).toISOString()
  const row = (who: string, left: number, limitSeconds: number, more: Partial<RadarRow> = {}): RadarRow => ({
    source: SOURCE,
    subject: `R-${who}`,
    who,
    vip: false,
    channel: 'douyin',
    team: '抖音直播组',
    agent: null,
    issueType: '优惠与活动',
    waitingFor: 'first_reply',
    since: iso(now - (limitSeconds - left) * 1000),
    dueAt: iso(now + left * 1000),
    limitSeconds,
    secondsLeft: left,
    state: left < 0 ? 'bad' : left <= limitSeconds * 0.2 ? 'watch' : 'ok',
    agentLoad: null,
    claim: null,
    note: null,
    ...more,
  })
  const rows = [
    row('周**', -98, 180),
    row('陈**', 5, 30, { vip: true }),
    row('刘**', 23, 180, { claim: { name: '林晓', at: iso(now - 20_000), mine: false } }),
    row('何**', 31, 180, {
      channel: 'taobao',
      team: '淘系组',
      agent: '若溪',
      agentLoad: { open: 4, capacity: 5 },
    }),
    row('孙**', 72, 240, { channel: 'email', waitingFor: 'next_reply', agent: '石楠' }),
    row('罗**', 94, 180, { note: { text: '先道歉', by: '周远', at: iso(now - 60_000) } }),
    row('梁**', 112, 180, { channel: 'wechat', team: '微信组' }),
    row('宋**', 105, 120, { channel: 'wechat', team: '微信组', vip: true, agent: '怀瑾' }),
    row('唐**', 148, 180, { channel: 'taobao', team: '淘系组' }),
  ]
  const of = (channel: string) => rows.filter((it) => it.channel === channel)
  return {
    at: iso(now),
    rows,
    nextCursor: null,
    channels: ['douyin', 'taobao', 'wechat', 'email'].map((channel) => ({
      channel,
      waiting: of(channel).length,
      overdue: of(channel).filter((it) => it.state === 'bad').length,
      soon: of(channel).filter((it) => it.state === 'watch').length,
      vipOverdue: 0,
    })),
    waiting: rows.length,
    overdue: 1,
    soon: rows.filter((it) => it.state === 'watch').length,
    free: [
      { agent: '青禾', team: '抖音直播组', room: 2 },
      { agent: '南星', team: '微信组', room: 3 },
    ],
  }
}
