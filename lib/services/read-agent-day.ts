import { notFound } from '@/lib/core/errors'
import {
  type AgentNow,
  type AgentSpan,
  isKnownAgent,
  readAgentSpans,
  readAgentsNow,
} from '@/lib/db/agent-status'
import { type Context, requireScope, teamScope } from './context'
import { ownAgent } from './own-agent'

export type { AgentNow, AgentSpan } from '@/lib/db/agent-status'

export interface AgentDay {
  readonly agent: string
  /** as they are now; null where no source reports their status */
  readonly now: AgentNow | null
  /** stretches of status that touch the period, oldest first */
  readonly spans: readonly AgentSpan[]
}

/**
 * One agent's status now and over a period (epoch ms, `to` outside). Throws 404 for an agent that nobody knows, that is
 * beyond the asker's teams, or that an agent asks for who is somebody else; 403 without the scope `read`.
 */
export async function readAgentDay(
  ctx: Context,
  input: { readonly agent: string; readonly from: number; readonly to: number },
): Promise<AgentDay> {
  requireScope(ctx, 'read')
  const { agent, from, to } = input
  const scope = teamScope(ctx.principal)
  if (ctx.principal.kind === 'user' && ctx.principal.role === 'agent' && (await ownAgent(ctx)) !== agent) {
    throw notFound()
  }
  const [known, [now], spans] = await Promise.all([
    isKnownAgent(agent, scope),
    readAgentsNow(scope, { agent }),
    readAgentSpans(agent, { from, to }, scope),
  ])
  if (!known) throw notFound()
  return { agent, now: now ?? null, spans }
}
