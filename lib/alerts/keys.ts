/** Names of what alarms are about, and whether one thing lies within another. Pure. */
import type { AlarmScope, Rule, ScopeDimension } from './types'

/** Dimensions of a scope, in the order keys are written. */
export const SCOPE_DIMENSIONS = [
  'channel',
  'team',
  'agent',
  'product',
  'issueType',
  'region',
  'customerTier',
  'campaign',
  'priority',
] as const satisfies readonly ScopeDimension[]

/** Fields of a scope, in the order keys are written. */
export const SCOPE_FIELDS = [
  ...SCOPE_DIMENSIONS,
  'source',
  'subject',
] as const satisfies readonly (keyof AlarmScope)[]

/**
 * The key of a scope: `channel=douyin&team=…`, '' where nothing is narrowed. A conversation is its source and subject,
 * whatever else is known of it, for that may change while it waits. "No value" is written without `=`.
 */
export function keyOf(scope: AlarmScope): string {
  const fields = scope.subject === undefined ? SCOPE_FIELDS : (['source', 'subject'] as const)
  return fields
    .flatMap((field) => {
      const value = scope[field]
      if (value === undefined) return []
      return value === null ? [field] : [`${field}=${encodeURIComponent(value)}`]
    })
    .join('&')
}

/** Whether everything the matcher names is so in the scope; an empty matcher covers all. */
export function covers(matcher: AlarmScope, scope: AlarmScope): boolean {
  return SCOPE_FIELDS.every((field) => matcher[field] === undefined || matcher[field] === scope[field])
}

/** The incident a scope belongs to under a rule's grouping. */
export interface AlarmGroup {
  readonly key: string
  readonly scope: AlarmScope
}

/**
 * By key: each its own. By channel or team: one for each, whatever else differs; what has none stands together. By
 * rule: one for all.
 */
export function groupOf(groupBy: Rule['groupBy'], scope: AlarmScope): AlarmGroup {
  switch (groupBy) {
    case 'key':
      return { key: keyOf(scope), scope }
    case 'channel':
    case 'team': {
      const narrowed = { [groupBy]: scope[groupBy] ?? null }
      return { key: keyOf(narrowed), scope: narrowed }
    }
    case 'rule':
      return { key: '', scope: {} }
  }
}
