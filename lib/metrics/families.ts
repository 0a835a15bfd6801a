/** Families: a fact seen from one anchor. Each is one rollup table `rollup_<id>`. */
import type { Family } from './types'

const family = (f: Family): Family => f

/** tickets by their opening, credited to whom they were opened with */
export const opened = family({
  id: 'opened',
  fact: 'ticket',
  at: 'openedAt',
  team: 'teamOpened',
  agent: 'agentOpened',
})
/** tickets by their opening, credited to who settled them (resolution time, resolution rate) */
export const resolution = family({
  id: 'resolution',
  fact: 'ticket',
  at: 'openedAt',
  team: 'teamSettled',
  agent: 'agentSettled',
})
/** tickets by their standing resolution */
export const resolved = family({
  id: 'resolved',
  fact: 'ticket',
  at: 'resolvedAt',
  team: 'teamSettled',
  agent: 'agentSettled',
})
/** tickets by their last resolution, standing or not */
export const everResolved = family({
  id: 'ever_resolved',
  fact: 'ticket',
  at: 'everResolvedAt',
  team: 'teamSettled',
  agent: 'agentSettled',
})
/** tickets by their resolution, else their closing */
export const ended = family({
  id: 'ended',
  fact: 'ticket',
  at: 'endedAt',
  team: 'teamSettled',
  agent: 'agentSettled',
})
export const closed = family({
  id: 'closed',
  fact: 'ticket',
  at: 'closedAt',
  team: 'teamClosed',
  agent: 'agentClosed',
})
/** tickets by the first sending of a survey */
export const surveyed = family({
  id: 'surveyed',
  fact: 'ticket',
  at: 'surveySentAt',
  team: 'teamSurvey',
  agent: 'agentSurvey',
})
export const episode = family({
  id: 'episode',
  fact: 'episode',
  at: 'startedAt',
  team: 'team',
  agent: 'agent',
})
export const round = family({ id: 'round', fact: 'round', at: 'startedAt', team: 'team', agent: 'agent' })
export const assignment = family({
  id: 'assignment',
  fact: 'assignment',
  at: 'assignedAt',
  team: 'team',
  agent: 'agent',
})
export const message = family({ id: 'message', fact: 'message', at: 'at', team: 'team', agent: 'agent' })
export const answer = family({ id: 'answer', fact: 'answer', at: 'at', team: 'team', agent: 'agent' })
export const complaint = family({
  id: 'complaint',
  fact: 'complaint',
  at: 'filedAt',
  team: 'team',
  agent: 'agent',
})
export const suggestion = family({
  id: 'suggestion',
  fact: 'suggestion',
  at: 'decidedAt',
  team: 'team',
  agent: 'agent',
})

export const FAMILIES: readonly Family[] = [
  opened,
  resolution,
  resolved,
  everResolved,
  ended,
  closed,
  surveyed,
  episode,
  round,
  assignment,
  message,
  answer,
  complaint,
  suggestion,
]
