/** One written conversation of the demo company, from the first word to the survey: chat, mail, short message, store. */
import type { Instant } from '@/lib/facts/event'
import {
  CAMPAIGN,
  type DemoAgent,
  type DemoProduct,
  type DemoTeam,
  ISSUE_WEIGHTS,
  type IssueType,
  PRODUCTS,
} from './company'
import { campaignAt } from './curves'
import type { DemoCustomer } from './customers'
import { dayOf, HOUR, MINUTE, SECOND, startOfDay, weekdayOf } from './plan'
import { comesBackAt, writeAftermath } from './ratings'
import { fill, phrasesOf } from './speech'
import type { TicketWriter } from './writer'

/** How a channel talks: medians in seconds. `target` is the first response its kind aims at. */
interface Pace {
  readonly target: number
  readonly first: number
  readonly spread: number
  readonly think: number
  readonly reply: number
  readonly rounds: number
  readonly linger: number
}

const CHAT: Pace = { target: 60, first: 25, spread: 0.4, think: 95, reply: 20, rounds: 1.2, linger: 330 }
const PACES: Readonly<Record<string, Pace>> = {
  email: { target: 300, first: 118, spread: 0.6, think: 2 * 3600, reply: 1100, rounds: 0.55, linger: 1500 },
  sms: { target: 300, first: 84, spread: 0.55, think: 240, reply: 90, rounds: 0.5, linger: 420 },
  store: { target: 300, first: 64, spread: 0.55, think: 120, reply: 60, rounds: 0.5, linger: 900 },
  weibo: { ...CHAT, first: 34 },
  douyin: { ...CHAT, first: 27 },
  web: { ...CHAT, first: 22 },
  app: { ...CHAT, first: 23 },
  pdd: { ...CHAT, first: 27 },
}

/** What a customer comes with. */
export interface Matter {
  readonly customer: DemoCustomer
  readonly issue: IssueType
  readonly product: DemoProduct | null
  readonly campaign: boolean
  /** a second contact about the same thing */
  readonly again: boolean
}

export function matterOf(writer: TicketWriter, customer: DemoCustomer, at: Instant): Matter {
  const { random, source, day } = writer
  const surge = source.channel === 'douyin' && campaignAt(day.plan, at) > 1
  const campaign = surge && random.chance(0.6)
  const product = random.chance(0.88)
    ? random.weighted(PRODUCTS.map((item) => [item, item.weight] as const))
    : null
  return {
    customer,
    issue: campaign ? '优惠与活动' : random.weighted(ISSUE_WEIGHTS),
    product,
    campaign,
    again: false,
  }
}

/** The fields of `ticket.opened`. A third of the tickets get their issue type only when an agent sets it. */
export function openingOf(writer: TicketWriter, matter: Matter, typed: boolean): Record<string, unknown> {
  const { random, source } = writer
  const { customer, issue } = matter
  const title = matter.again ? null : phrasesOf(source.language).issues[issue].title
  return {
    channel: source.channel,
    customer: customer.customer,
    customerTier: customer.tier,
    region: customer.region,
    team: source.team,
    ...(matter.product === null ? {} : { product: matter.product.zh }),
    ...(typed ? { issueType: issue } : {}),
    ...(title === null ? {} : { title }),
    ...(source.pages.length === 0 ? {} : { entryPage: random.pick(source.pages) }),
    ...(matter.campaign ? { campaign: CAMPAIGN, tags: ['直播'] } : {}),
    priority: customer.tier === 'vip' || issue === '商品质量' ? 'high' : 'normal',
  }
}

/** Mondays from ten to twelve the web team answers slower: there is a meeting. */
function slowHour(channel: string, at: Instant): number {
  const day = dayOf(at)
  const minutes = (at - startOfDay(day)) / MINUTE
  return channel === 'web' && weekdayOf(day) === 1 && minutes >= 600 && minutes < 720 ? 1.35 : 1
}

const OTHER_TEAM: Readonly<Record<DemoTeam, DemoTeam>> = {
  抖音直播组: '淘系组',
  淘系组: '京拼组',
  京拼组: '淘系组',
  热线组: '邮件组',
  微信组: '官网App组',
  官网App组: '微信组',
  邮件组: '热线组',
  海外组: '官网App组',
}

/** Why customers leave before anybody answers. */
const REASONS = ['customer_left', 'timeout', 'closed_window'] as const

/** Writes the whole conversation; returns the matter again where the customer will come back with a new ticket. */
export function writeConversation(
  writer: TicketWriter,
  matter: Matter,
  openedAt: Instant,
): { back: Instant } | null {
  const { random, source, day } = writer
  const phrases = phrasesOf(source.language)
  const issue = phrases.issues[matter.issue]
  const pace = PACES[source.channel] ?? CHAT
  const chat = pace.target === 60
  const said = new Set<string>()
  const say = (texts: readonly string[]): string => {
    const fresh = texts.filter((text) => !said.has(text))
    const text = random.pick(fresh.length > 0 ? fresh : texts)
    said.add(text)
    return fill(text, source.language, matter.product, random)
  }

  const typed = random.chance(chat ? 0.66 : 0.9)
  let at = writer.add(openedAt, 'ticket.opened', openingOf(writer, matter, typed))
  const first = matter.again ? phrases.again : matter.campaign ? phrases.campaign : issue.ask
  const writes = chat || random.chance(0.55)
  if (writes) at = writer.customerSays(at + random.int(600, 3200), say(first))

  // a bot first: it solves some cases alone, the others ask for a person
  if (random.chance(source.bot) && !matter.again) {
    at = writer.add(at + random.int(700, 1900), 'message.sent', {
      from: 'bot',
      text: random.pick(phrases.bot),
    })
    if (random.chance(0.36)) {
      at = writer.add(at + random.int(8, 30) * SECOND, 'message.sent', {
        from: 'bot',
        text: random.pick(phrases.botAnswer),
      })
      if (!typed) writer.add(at, 'ticket.updated', { issueType: matter.issue })
      at = writer.add(at + random.int(40, 240) * SECOND, 'ticket.resolved', {})
      if (random.chance(0.06)) {
        writer.add(at + random.int(10, 90) * SECOND, 'survey.answered', {
          kind: 'resolved',
          score: random.chance(0.8) ? 1 : 0,
        })
      }
      return null
    }
    at = writer.customerSays(at + random.int(6, 40) * SECOND, random.pick(phrases.toHuman))
    at = writer.add(at + random.int(200, 900), 'ticket.queued', { team: source.team })
  } else if (random.chance(chat ? 0.2 : 0.5)) {
    writer.add(at + random.int(300, 900), 'message.sent', {
      from: 'agent',
      auto: true,
      text: random.pick(phrases.autoGreeting),
    })
  }

  // the wait for a human
  const waitsFrom = at
  const visible = writer.reached(at)
  let { agent, over } = day.desk.take(source.team, visible, random)
  const pressure = day.roster.pressure(source.team, visible)
  const surge = source.channel === 'douyin' ? campaignAt(day.plan, visible) : 1
  const crowd = 0.8 * surge + 0.2 + 1.5 * Math.max(0, pressure - 0.95) ** 2 + 0.18 * over
  const favour = matter.customer.tier === 'vip' ? 0.72 : 1
  const hour = slowHour(source.channel, at)
  const waitS = Math.max(3, random.lognormal(pace.first * agent.speed * crowd * favour * hour, pace.spread))
  const firstAt = visible + waitS * SECOND
  const patienceS = random.chance(0.006) ? random.int(2, 9) : random.exponential(chat ? 800 : 90_000)
  if (visible + patienceS * SECOND < firstAt && matter.customer.tier !== 'vip') {
    writer.add(waitsFrom + patienceS * SECOND, 'ticket.abandoned', { reason: random.pick(REASONS) })
    return null
  }
  at = writer.add(visible + waitS * SECOND * (0.2 + 0.4 * random.next()), 'ticket.assigned', {
    agent: agent.agent,
    team: source.team,
  })
  const heldFrom = at
  at = writer.agentSays(firstAt, agent, say(matter.again ? phrases.agentMore : issue.reply))
  if (!typed) writer.add(at + random.int(4, 40) * SECOND, 'ticket.updated', { issueType: matter.issue })

  // the talk
  const answer = (from: Instant): number =>
    Math.max(2, random.lognormal(pace.reply * (agent?.speed ?? 1) * Math.sqrt(crowd) * hour, 0.55)) * SECOND +
    from
  let transferred = false
  let elsewhere = false
  if (random.chance(0.045)) {
    const toTeam = random.chance(0.55) ? OTHER_TEAM[source.team] : source.team
    elsewhere = toTeam !== source.team
    writer.add(at + random.int(3, 15) * SECOND, 'message.sent', {
      from: 'agent',
      agent: agent.agent,
      public: false,
      text: random.pick(phrases.notes),
    })
    const next = day.desk.take(toTeam, at, random).agent
    at = writer.add(writer.reached(at + random.int(20, 120) * SECOND), 'ticket.transferred', {
      fromAgent: agent.agent,
      toAgent: next.agent,
      toTeam,
    })
    agent = next
    transferred = true
    at = writer.agentSays(answer(at + 5 * SECOND), agent, say(phrases.agentMore))
  } else if (random.chance(0.05)) {
    writer.add(at + random.int(3, 25) * SECOND, 'message.sent', {
      from: 'agent',
      agent: agent.agent,
      public: false,
      text: random.pick(phrases.notes),
    })
  }
  const rounds = 1 + Math.min(5, random.poisson(pace.rounds))
  for (let round = 1; round <= rounds; round += 1) {
    at = writer.customerSays(
      at + Math.max(3, random.lognormal(pace.think, 0.8)) * SECOND,
      say(random.chance(0.55) ? issue.more : phrases.more),
    )
    at = writer.agentSays(answer(at), agent, say(round === rounds ? issue.solve : phrases.agentMore))
  }
  if (chat && random.chance(0.35)) {
    const thanked = writer.customerSays(at + random.int(8, 60) * SECOND, random.pick(phrases.thanks))
    at = writer.agentSays(answer(thanked), agent, random.pick(phrases.close))
  }

  // the end
  const slow = !chat && random.chance(0.05)
  const endedAt = at + (slow ? random.int(20, 60) * HOUR : random.lognormal(pace.linger, 0.6) * SECOND)
  day.desk.hold(agent, heldFrom, Math.min(endedAt, heldFrom + HOUR))
  at = writer.add(endedAt, random.chance(0.97) ? 'ticket.resolved' : 'ticket.closed', { agent: agent.agent })
  let reopened = false
  if (random.chance(elsewhere ? 0.07 : 0.042 - agent.care * 0.25)) {
    at = writeReturn(writer, matter, at)
    reopened = true
  } else if (random.chance(0.3)) {
    writer.add(at + random.int(8, 30) * MINUTE, 'ticket.closed', {})
  }
  writeAftermath(writer, {
    endedAt: at,
    slowness: (firstAt - waitsFrom) / SECOND / pace.target,
    agent,
    issue: matter.issue,
    transferred,
    reopened,
    campaign: matter.campaign,
  })
  const returns = !matter.again && random.chance(reopened ? 0.03 : 0.078)
  return returns ? { back: comesBackAt(writer, at, [1, 6]) } : null
}

/** The customer comes back to a resolved ticket and is helped again; the time of the new resolution. */
function writeReturn(writer: TicketWriter, matter: Matter, resolvedAt: Instant): Instant {
  const { random, source, day } = writer
  const phrases = phrasesOf(source.language)
  let at = comesBackAt(writer, resolvedAt, [0, 2])
  if (random.chance(0.5)) at = writer.add(at, 'ticket.reopened', {})
  at = writer.customerSays(at + random.int(1, 4) * SECOND, random.pick(phrases.again))
  const agent: DemoAgent = random.pick(day.roster.onDuty(source.team, writer.reached(at)))
  at = writer.agentSays(
    at + random.lognormal(38 * agent.speed, 0.6) * SECOND,
    agent,
    random.pick(phrases.agentMore),
  )
  at = writer.customerSays(at + random.lognormal(60, 0.7) * SECOND, random.pick(phrases.more))
  const solution = fill(
    random.pick(phrases.issues[matter.issue].solve),
    source.language,
    matter.product,
    random,
  )
  at = writer.agentSays(at + random.lognormal(45 * agent.speed, 0.6) * SECOND, agent, solution)
  return writer.add(at + random.int(60, 900) * SECOND, 'ticket.resolved', { agent: agent.agent })
}
