import { listTeamNames } from '@/lib/db/desk'
import { listSourceChannels, readOrganisation } from '@/lib/db/organisation'
import { readRefolding } from '@/lib/db/refolding'
import { readSettings } from '@/lib/db/settings'
import { DEFAULT_TARGETS, type TargetSettings } from '@/lib/facts/config'
import { KINDS, type KindLimits } from '@/lib/facts/limit-draft'
import type { ChannelKind } from '@/lib/facts/shapes'
import { type Context, requireRole } from './context'

export interface LimitDesk {
  /** null = the defaults hold */
  readonly limits: TargetSettings | null
  /** what holds where nothing is set, seconds; null = none */
  readonly defaults: Readonly<Record<ChannelKind, KindLimits>>
  readonly channels: readonly string[]
  readonly teams: readonly string[]
  readonly refolding: { readonly all: boolean; readonly units: number }
}

/** The limits of tickets by edition, the defaults, and what can have limits of its own. Needs role admin, manager or auditor. */
export async function getLimits(ctx: Context): Promise<LimitDesk> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  const [{ targets }, { channels }, seen, teams, refolding] = await Promise.all([
    readSettings(),
    readOrganisation(),
    listSourceChannels(ctx.now),
    listTeamNames(),
    readRefolding(),
  ])
  const seconds = (ms: number | null) => (ms === null ? null : ms / 1000)
  const of = (kind: ChannelKind): KindLimits => {
    const { frtMs, serviceLevelMs, roundMs, resolutionMs, shortAbandonMs } = DEFAULT_TARGETS[kind]
    return {
      frt: seconds(frtMs),
      serviceLevel: seconds(serviceLevelMs),
      round: seconds(roundMs),
      resolution: seconds(resolutionMs),
      shortAbandon: seconds(shortAbandonMs),
    }
  }
  return {
    limits: targets,
    defaults: Object.fromEntries(KINDS.map((kind) => [kind, of(kind)])) as Record<ChannelKind, KindLimits>,
    channels: [...new Set([...channels, ...seen].map(({ channel }) => channel))].sort(),
    teams,
    refolding,
  }
}
