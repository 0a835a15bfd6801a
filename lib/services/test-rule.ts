import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { parseRuleBody } from '@/lib/alerts/rule'
import { conditionText } from '@/lib/alerts/rule-text'
import { invalid } from '@/lib/core/errors'
import { INBOX_TARGET, settleInside } from '@/lib/db/deliveries'
import { planDeliveries } from '@/lib/db/deliveries-plan'
import { transaction } from '@/lib/db/pool'
import { formats } from '@/lib/i18n/format'
import { translator } from '@/lib/i18n/translate'
import type { Locale } from '@/lib/metrics/types'
import type { Context } from './context'
import { parseInput } from './parse-input'
import { readTenant } from './read-tenant'
import { requireRuleWriter } from './rule-access'

const testInput = z.strictObject({ rule: z.unknown() })

/**
 * Sends whoever asks a test message of `{rule}`, stored or not, to their inbox: its name and condition as an alarm would
 * show them. Throws 400 where the rule is wrong or no person asks. Needs role admin or manager.
 */
export async function testRule(ctx: Context, input: unknown): Promise<{ readonly sent: true }> {
  requireRuleWriter(ctx)
  if (ctx.principal.kind !== 'user') throw invalid('A test goes to a person’s inbox: sign in as one.')
  const me = ctx.principal.id
  const body = parseRuleBody(parseInput(testInput, input).rule)
  const { zone } = await readTenant(ctx.now)
  const written = (locale: Locale) => {
    const words = { t: translator(locale), f: formats(locale, zone), locale }
    return `${body.name}：${conditionText(body, words)}`
  }
  await transaction((client) =>
    planDeliveries(
      client,
      [
        {
          incidentId: null,
          about: `test:${randomUUID()}`,
          step: 'test',
          targetId: INBOX_TARGET,
          recipient: me,
          message: {
            kind: 'test',
            incident: null,
            title: { zh: written('zh'), en: written('en') },
            severity: body.severity,
            metric: null,
            unit: 'count',
            value: null,
            limit: null,
            since: ctx.now,
            at: ctx.now,
            scope: [],
            owner: null,
            trend: [],
            path: '/rules',
            vip: false,
            note: null,
          },
        },
      ],
      ctx.now,
    ),
  )
  await settleInside(null)
  return { sent: true }
}
