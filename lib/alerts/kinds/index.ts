/** The registry of alert kinds: one line each. */
import type { AlertKind, RuleKind } from '../types'
import { adaptive } from './adaptive'
import { change } from './change'
import { compound } from './compound'
import { conversation } from './conversation'
import { sla } from './sla'
import { source } from './source'
import { threshold } from './threshold'

/** Every kind, in the order they are offered. */
export const KINDS = [threshold, conversation, sla, change, adaptive, source, compound] as const

// A kind is called with the params its own schema made, which the compiler cannot see through the registry.
const byId = new Map<RuleKind, AlertKind<unknown>>(KINDS.map((kind) => [kind.id, kind as AlertKind<unknown>]))

/** The kind of this name; undefined where there is none. */
export const kindOf = (id: RuleKind): AlertKind<unknown> | undefined => byId.get(id)
