/** One telephone call of the demo company's 400 line, in or out. */
import type { Instant } from '@/lib/facts/event'
import { ISSUE_TYPES } from './company'
import { type Matter, openingOf } from './conversation'
import { MINUTE, SECOND } from './plan'
import { comesBackAt, writeAftermath } from './ratings'
import { phrasesOf } from './speech'
import type { TicketWriter } from './writer'

function talk(writer: TicketWriter, answeredAt: Instant, agent: string, medianS: number): Instant {
  const { random } = writer
  const talkS = Math.max(20, random.lognormal(medianS, 0.6))
  let at = answeredAt
  if (random.chance(0.14)) {
    at = writer.add(at + talkS * SECOND * 0.4, 'call.held', { agent })
    at = writer.add(at + random.int(15, 150) * SECOND, 'call.resumed', { agent })
    return at + talkS * SECOND * 0.6
  }
  return at + talkS * SECOND
}

/** A customer calls. Returns when they call again about the same thing, or null. */
export function writeCall(writer: TicketWriter, matter: Matter, openedAt: Instant): { back: Instant } | null {
  const { random, source, day } = writer
  const typed = random.chance(0.4)
  let at = writer.add(openedAt, 'ticket.opened', openingOf(writer, matter, typed))
  at = writer.add(at + random.int(200, 900), 'call.ringing', { direction: 'in' })
  const rangAt = at
  const { agent, over } = day.desk.take(source.team, at, random)
  const pressure = day.roster.pressure(source.team, at)
  const crowd = 1 + 0.6 * Math.max(0, pressure - 0.9) ** 2 + 0.25 * over
  const waitS = Math.max(1.5, random.lognormal(6.2 * agent.speed * crowd, 0.42))
  const patienceS = random.chance(0.005) ? random.int(1, 4) : random.exponential(330)
  if (patienceS < waitS) {
    at = writer.add(rangAt + patienceS * SECOND, 'call.ended', { reason: 'customer_hung_up' })
    return null
  }
  at = writer.add(rangAt + waitS * SECOND, 'call.answered', { agent: agent.agent, direction: 'in' })
  const heldFrom = at
  if (!typed) writer.add(at + random.int(20, 90) * SECOND, 'ticket.updated', { issueType: matter.issue })
  const transferred = random.chance(0.035)
  let who = agent
  let end = talk(writer, at, agent.agent, 175)
  if (transferred) {
    const next = day.desk.take('邮件组', end, random).agent
    writer.add(end, 'ticket.transferred', { fromAgent: agent.agent, toAgent: next.agent, toTeam: '邮件组' })
    who = next
    end = talk(writer, end, next.agent, 90)
  }
  at = writer.add(end, 'call.ended', {
    agent: who.agent,
    reason: random.chance(0.8) ? 'customer_hung_up' : 'agent_hung_up',
  })
  const wrapped = writer.add(at + random.lognormal(32, 0.6) * SECOND, 'call.wrapup_ended', {
    agent: who.agent,
  })
  day.desk.hold(who, heldFrom, wrapped)
  if (random.chance(0.45)) at = writer.add(wrapped, 'ticket.resolved', { agent: who.agent })
  let reopened = false
  if (random.chance(0.035)) {
    at = comesBackAt(writer, wrapped, [0, 2])
    at = writer.add(at, 'call.ringing', { direction: 'in' })
    const again = random.pick(day.roster.onDuty(source.team, at))
    at = writer.add(at + random.int(4, 20) * SECOND, 'call.answered', { agent: again.agent })
    at = writer.add(at + random.lognormal(150, 0.5) * SECOND, 'call.ended', { agent: again.agent })
    at = writer.add(at + random.lognormal(30, 0.5) * SECOND, 'call.wrapup_ended', { agent: again.agent })
    at = writer.add(at + random.int(1, 20) * SECOND, 'ticket.resolved', { agent: again.agent })
    reopened = true
  }
  writeAftermath(writer, {
    endedAt: Math.max(at, wrapped),
    slowness: waitS / 15,
    agent: who,
    issue: matter.issue,
    transferred,
    reopened,
    campaign: false,
  })
  return !matter.again && random.chance(0.07) ? { back: comesBackAt(writer, wrapped, [1, 6]) } : null
}

/** The team calls a customer: a follow-up, a reminder, care. */
export function writeOutboundCall(writer: TicketWriter, matter: Matter, openedAt: Instant): void {
  const { random, source, day } = writer
  const { agent } = day.desk.take(source.team, openedAt, random)
  let at = writer.add(openedAt, 'ticket.opened', {
    channel: source.channel,
    direction: 'out',
    customer: matter.customer.customer,
    customerTier: matter.customer.tier,
    region: matter.customer.region,
    team: source.team,
    agent: agent.agent,
    issueType: random.pick(ISSUE_TYPES),
    title: random.pick(phrasesOf(source.language).outbound),
  })
  at = writer.add(at + random.int(1, 4) * SECOND, 'call.ringing', { agent: agent.agent, direction: 'out' })
  if (random.chance(0.24)) {
    at = writer.add(at + random.int(25, 45) * SECOND, 'call.ended', {
      agent: agent.agent,
      reason: 'no_answer',
    })
    writer.add(at + random.int(10, 40) * SECOND, 'ticket.closed', { agent: agent.agent })
    return
  }
  const from = at
  at = writer.add(at + random.int(5, 22) * SECOND, 'call.answered', { agent: agent.agent, direction: 'out' })
  at = writer.add(talk(writer, at, agent.agent, 95), 'call.ended', { agent: agent.agent })
  at = writer.add(at + random.int(8, 60) * SECOND, 'call.wrapup_ended', { agent: agent.agent })
  day.desk.hold(agent, from, at)
  if (random.chance(0.15)) {
    const rated = random.chance(0.85)
    writer.add(at + random.int(1, 30) * MINUTE, 'survey.answered', { kind: 'csat', score: rated ? 5 : 2 })
  }
}
