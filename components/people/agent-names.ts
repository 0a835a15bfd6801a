/** How agents are named on a page: in full, or masked as on the wall. Pure. */

import { maskName } from '@/lib/core/masking'
import { agentLabel } from '@/lib/i18n/names'

/** Names as one reader sees them. */
export interface Names {
  /** whether other agents' names are masked */
  readonly hidden: boolean
  /** the reader's own agent, always named in full; null = the reader is no agent */
  readonly own: string | null
  /** true = the role decides, so there is nothing to switch */
  readonly fixed: boolean
}

/** The reader's names as an address asks for them (`names=hidden|shown`); where the role decides, it has no say. */
export function namesAsked(names: Names, asked: unknown): Names {
  if (names.fixed || (asked !== 'hidden' && asked !== 'shown')) return names
  return { ...names, hidden: asked === 'hidden' }
}

/** An agent as this reader sees them. */
export function agentName(names: Names, agent: string): string {
  const label = agentLabel(agent)
  return names.hidden && agent !== names.own ? maskName(label) : label
}

/** Whether the reader may open this agent's page: an agent opens none but their own. */
export function mayOpen(names: Names, agent: string): boolean {
  return !names.fixed || agent === names.own
}

/** The page of an agent; undefined where the reader may not open it. */
export function agentHref(names: Names, agent: string, query = ''): string | undefined {
  if (!mayOpen(names, agent)) return undefined
  return `/agents/${encodeURIComponent(agent)}${query === '' ? '' : `?${query}`}`
}
