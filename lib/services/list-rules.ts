import { presetById } from '@/lib/alerts/presets'
import type { Rule } from '@/lib/alerts/types'
import { listLadderRows, listRuleRecords, listRuleRows, type RuleRecord } from '@/lib/db/alert-rules'
import type { Context } from './context'
import { requireRuleReader, storedRule } from './rule-access'

export interface RuleInfo {
  readonly rule: Rule
  /** what a preset is for, in the asker's language; null = made here */
  readonly about: string | null
  /** a part of a preset only the company can fill in, and has not; null = nothing is missing */
  readonly toFill: string | null
  /** name of the ladder it climbs */
  readonly ladder: string | null
  readonly record: RuleRecord
  readonly updatedAt: number
}

/**
 * Every rule with what it came to in 28 days and how its evaluations went in the last 24 hours; those that fire now
 * first, then those that are on, by name. Needs role admin, manager, supervisor, lead or auditor.
 */
export async function listRules(ctx: Context): Promise<readonly RuleInfo[]> {
  requireRuleReader(ctx)
  const [rows, records, ladders] = await Promise.all([
    listRuleRows(),
    listRuleRecords(ctx.now),
    listLadderRows(),
  ])
  const recordOf = new Map(records.map((record) => [record.ruleId, record]))
  const ladderOf = new Map(ladders.map(({ id, name }) => [id, name]))
  return rows
    .flatMap((row): RuleInfo[] => {
      const rule = storedRule(row)
      if (rule === null) return []
      const shipped = rule.preset === null ? undefined : presetById(rule.preset)
      return [
        {
          rule,
          about: shipped?.about[ctx.locale] ?? null,
          toFill:
            shipped?.toFill === undefined || shipped.toFill.isFilled(rule.params)
              ? null
              : shipped.toFill.text[ctx.locale],
          ladder: rule.ladder === null ? null : (ladderOf.get(rule.ladder) ?? null),
          record: recordOf.get(row.id) ?? { ...NOTHING, ruleId: row.id },
          updatedAt: row.updatedAt,
        },
      ]
    })
    .sort(
      (a, b) =>
        Number(b.record.open > 0) - Number(a.record.open > 0) ||
        Number(b.rule.enabled) - Number(a.rule.enabled) ||
        a.rule.name.localeCompare(b.rule.name, 'zh'),
    )
}

const NOTHING = {
  open: 0,
  incidents: 0,
  lastAt: null,
  planned: 0,
  done: 0,
  failed: 0,
  caughtUp: 0,
  missed: 0,
  lagMs: 0,
}
