import { forbidden, invalid } from '@/lib/core/errors'
import { improvementForm } from '@/lib/follow-up/forms'
import { metricById } from '@/lib/metrics/catalogue'
import { type Context, teamScope } from './context'
import { parseInput } from './parse-input'
import { managesTasks } from './task-reach'

/** What somebody says of an improvement. Throws 400 with the places, one of them a metric that is not there. */
export function parseImprovement(input: unknown) {
  const { scope, ...asked } = parseInput(improvementForm, input)
  if (asked.metric !== null && metricById(asked.metric) === undefined) {
    throw invalid('metric: no such metric; see the catalogue', [{ path: 'metric', message: 'unknown' }])
  }
  return { ...asked, scope: given(scope) }
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

/** The object without the fields that say nothing. */
const given = <T extends object>(fields: T): Given<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>

/** Throws 403 unless the asker may write improvements of this team. */
export function requireImprover(ctx: Context, team: string | null): void {
  if (!managesTasks(ctx)) throw forbidden('Your role does not write improvements; tell your lead.')
  const teams = teamScope(ctx.principal)
  if (teams !== null && (team === null || !teams.includes(team))) {
    throw forbidden('Your teams do not reach this improvement; give one of your teams.')
  }
}
