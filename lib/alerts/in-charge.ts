/** Who is told: from the words of a ladder to people, by channel, team, shift and duty list at an instant. Pure. */
import type { Instant } from '@/lib/facts/event'
import { spanEnd } from './quiet'
import type { AlarmScope, Audience, LadderStep, Organisation, OrgDuty, OrgUser } from './types'

/** Whom to ask instead where nobody answers to a word: one step up at a time. */
const INSTEAD: Readonly<Record<Audience, Audience | null>> = {
  agent: 'lead',
  on_duty: 'lead',
  lead: 'supervisor',
  channel_owner: 'supervisor',
  product_owner: 'supervisor',
  supervisor: 'manager',
  manager: null,
}

export interface InCharge {
  readonly audience: Audience
  readonly userIds: readonly string[]
  /** who was found instead, where nobody answers to the audience; `admin` is the last resort */
  readonly insteadOf: Audience | null
}

/**
 * The people an audience means for a scope at an instant. Of leads, supervisors and managers only those on duty are
 * told, where the duty list names any of them for this moment. Where nobody is found it goes one step up (agent, on
 * duty → lead → supervisor → manager → admin), so that it is empty only where the company has no admin.
 */
export function inCharge(
  organisation: Organisation,
  audience: Audience,
  scope: AlarmScope,
  at: Instant,
): InCharge {
  const active = new Map(
    organisation.users.filter(({ disabled }) => !disabled).map((user) => [user.id, user]),
  )
  const duties = dutiesAt(organisation, scope, at)
  const onDuty = duties.map(({ userId }) => userId)
  for (let asked: Audience | null = audience; asked !== null; asked = INSTEAD[asked]) {
    const found = [...new Set(named(organisation, asked, scope, duties))].filter((id) => active.has(id))
    if (found.length === 0) continue
    const there = found.filter((id) => onDuty.includes(id))
    const shift = asked === 'lead' || asked === 'supervisor' || asked === 'manager'
    return {
      audience: asked,
      userIds: shift && there.length > 0 ? there : found,
      insteadOf: asked === audience ? null : audience,
    }
  }
  const admins = [...active.values()].filter(({ role }) => role === 'admin').map(({ id }) => id)
  return { audience: 'manager', userIds: admins, insteadOf: audience }
}

/** Everybody a step of a ladder tells, each once: its persons, and those its audiences mean. */
export function peopleOf(
  organisation: Organisation,
  step: Pick<LadderStep, 'audiences' | 'users'>,
  scope: AlarmScope,
  at: Instant,
): readonly string[] {
  const enabled = new Set(organisation.users.filter(({ disabled }) => !disabled).map(({ id }) => id))
  return [
    ...new Set([
      ...step.users.filter((id) => enabled.has(id)),
      ...step.audiences.flatMap((audience) => inCharge(organisation, audience, scope, at).userIds),
    ]),
  ]
}

/** The team of a scope: its own, else that of the agent it names. */
export function teamOf(organisation: Pick<Organisation, 'agents'>, scope: AlarmScope): string | null {
  if (scope.team !== undefined && scope.team !== null) return scope.team
  return organisation.agents.find(({ agent }) => agent === scope.agent)?.team ?? null
}

function named(
  organisation: Organisation,
  audience: Audience,
  scope: AlarmScope,
  duties: readonly OrgDuty[],
): readonly string[] {
  const { users, agents, teams, channels, products } = organisation
  const team = teamOf(organisation, scope)
  const inTeam = (user: OrgUser) => team !== null && user.teams.includes(team)
  const ofRole = (role: string, also: (user: OrgUser) => boolean) =>
    users.filter((user) => user.role === role && also(user)).map(({ id }) => id)
  const orElse = (first: readonly string[] | undefined, second: () => readonly string[]) =>
    first === undefined || first.length === 0 ? second() : first

  switch (audience) {
    case 'agent': {
      if (scope.agent === undefined || scope.agent === null) return []
      const known = agents.find(({ agent }) => agent === scope.agent)?.userId ?? null
      // An agent's account bears the agent's name.
      return known === null ? ofRole('agent', ({ name }) => name === scope.agent) : [known]
    }
    case 'on_duty':
      return closest(duties)
    case 'lead':
      return orElse(teams.find((it) => it.team === team)?.leads, () => ofRole('lead', inTeam))
    case 'supervisor':
      return orElse(teams.find((it) => it.team === team)?.supervisors, () =>
        orElse(ofRole('supervisor', inTeam), () =>
          // One without teams oversees all of them.
          ofRole('supervisor', (user) => team === null || user.teams.length === 0),
        ),
      )
    case 'manager':
      return ofRole('manager', () => true)
    case 'channel_owner':
      return channels.find(({ channel }) => channel === scope.channel)?.owners ?? []
    case 'product_owner':
      return products.find(({ product }) => product === scope.product)?.owners ?? []
  }
}

/** Entries of the duty list that are for a scope, whenever they hold: one for another team or channel is nobody's. */
export function dutiesFor(
  organisation: Pick<Organisation, 'agents' | 'duties'>,
  scope: AlarmScope,
): readonly OrgDuty[] {
  const team = teamOf(organisation, scope)
  const channel = scope.channel ?? null
  return organisation.duties.filter(
    (duty) =>
      (duty.team === null || duty.team === team) && (duty.channel === null || duty.channel === channel),
  )
}

/** Those of them that hold at an instant. */
function dutiesAt(organisation: Organisation, scope: AlarmScope, at: Instant): readonly OrgDuty[] {
  return dutiesFor(organisation, scope).filter((duty) => works(duty, at, organisation.zone))
}

/** Those whose entries name the team and channel, else either, else neither. */
function closest(duties: readonly OrgDuty[]): readonly string[] {
  const rank = ({ team, channel }: OrgDuty) => Number(team !== null) + Number(channel !== null)
  const best = Math.max(0, ...duties.map(rank))
  return duties.filter((duty) => rank(duty) === best).map(({ userId }) => userId)
}

function works(duty: OrgDuty, at: Instant, zone: string): boolean {
  if (duty.validFrom !== null && at < duty.validFrom) return false
  if (duty.validTo !== null && at >= duty.validTo) return false
  return spanEnd(duty, at, zone) !== null
}
