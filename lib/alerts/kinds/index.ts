/** The registry of alert kinds: one line each. */
import type { AlertKind, RuleKind } from '../types'
import { conversation } from './conversation'
import { sla } from './sla'
import { threshold } from './threshold'

const kinds = [threshold, conversation, sla] as const

// A kind is called with the params its own schema made, which the compiler cannot see through the registry.
const byId = new Map<RuleKind, AlertKind<unknown>>(kinds.map((kind) => [kind.id, kind as AlertKind<unknown>]))

/** The kind of this name; undefined where there is none. */
export const kindOf = (id: RuleKind): AlertKind<unknown> | undefined => byId.get(id)
