import { FAILURES_TO_FALL_BACK } from '@/lib/db/deliveries'
import { listTargetRows, readOutgoing } from '@/lib/db/notify-targets'
import { isSetUp } from '@/lib/notify/fields'
import type { Outgoing } from '@/lib/notify/outgoing'
import type { TargetKind } from '@/lib/notify/types'
import { type Context, requireRole } from './context'

export interface TargetInfo {
  readonly id: string
  readonly name: string
  readonly kind: TargetKind
  /** always there, nothing to set up */
  readonly builtIn: boolean
  readonly locale: 'zh' | 'en'
  readonly enabled: boolean
  readonly fallbackId: string | null
  /** fields in the open */
  readonly fields: Readonly<Record<string, unknown>>
  /** where secret fields are set, what may be shown of them */
  readonly hints: Readonly<Record<string, string>>
  readonly state: 'ok' | 'new' | 'failing' | 'down' | 'off'
  readonly failures: number
  readonly lastOkAt: number | null
  readonly lastError: string | null
  readonly failingSince: number | null
  readonly nextSendAt: number | null
  /** of the last 24 hours */
  readonly sent: number
  readonly failed: number
  readonly waiting: number
}

/**
 * Where messages can go, each with how it does, and what may be reached outside. Secrets are not among it. Needs role
 * admin, manager or auditor.
 */
export async function listTargets(
  ctx: Context,
): Promise<{ readonly targets: readonly TargetInfo[]; readonly outgoing: Outgoing }> {
  requireRole(ctx, 'admin', 'manager', 'auditor')
  const [rows, stored] = await Promise.all([listTargetRows(ctx.now), readOutgoing()])
  // the heartbeat's address is a key to the service it calls: it is shown to whoever may change it
  const { heartbeatUrl } = stored
  const outgoing = mayChange(ctx)
    ? stored
    : { ...stored, heartbeatUrl: heartbeatUrl === null ? null : `${new URL(heartbeatUrl).origin}/…` }
  const targets = rows.map(
    ({ secret: _, config, createdAt: _c, updatedAt: _u, deletedAt: _d, ...row }): TargetInfo => {
      const { hints, ...fields } = config
      return {
        ...row,
        builtIn: !isSetUp(row.kind),
        fields,
        hints: (hints ?? {}) as Readonly<Record<string, string>>,
        state: stateOf(row),
      }
    },
  )
  return { targets, outgoing }
}

function mayChange({ principal }: Context): boolean {
  return principal.kind !== 'user' || principal.role === 'admin'
}

function stateOf(row: {
  enabled: boolean
  failures: number
  lastOkAt: number | null
  kind: TargetKind
}): TargetInfo['state'] {
  if (!row.enabled) return 'off'
  if (row.failures >= FAILURES_TO_FALL_BACK) return 'down'
  if (row.failures > 0) return 'failing'
  return row.lastOkAt === null && isSetUp(row.kind) ? 'new' : 'ok'
}
