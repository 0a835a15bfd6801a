/** The mappings that come with the product, by name. */
import { invalid } from '@/lib/core/errors'
import { type Mapping, parseMapping } from './mapping-schema'
import callLogExercise from './mappings/call-log-exercise.json'
import eventsJsonl from './mappings/events-jsonl.json'
import helpdeskLog from './mappings/helpdesk-log.json'
import servicenowIncidents from './mappings/servicenow-incidents.json'
import supportTweets from './mappings/support-tweets.json'
import supportTweetsThreads from './mappings/support-tweets-threads.json'
import zhDialogues from './mappings/zh-dialogues.json'

const SHIPPED: Readonly<Record<string, unknown>> = {
  'call-log-exercise': callLogExercise,
  'events-jsonl': eventsJsonl,
  'helpdesk-log': helpdeskLog,
  'servicenow-incidents': servicenowIncidents,
  'support-tweets': supportTweets,
  'support-tweets-threads': supportTweetsThreads,
  'zh-dialogues': zhDialogues,
}

export const SHIPPED_MAPPINGS: readonly string[] = Object.keys(SHIPPED)

/** A shipped mapping by its name. Throws AppError `invalid` that lists the names where there is none. */
export function shippedMapping(name: string): Mapping {
  const found = Object.hasOwn(SHIPPED, name) ? SHIPPED[name] : undefined
  if (found === undefined) {
    throw invalid(
      `There is no mapping "${name}": give the path of a JSON file, or one of ${SHIPPED_MAPPINGS.join(', ')}.`,
    )
  }
  return parseMapping(JSON.stringify(found), name)
}
