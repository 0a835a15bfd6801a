/** Who asks, when and in which language: the first argument of every service. */
import { type AppError, forbidden } from '@/lib/core/errors'
import { KEY_SCOPES, PERSON_ROLES } from '@/lib/core/roles'
import type { Locale } from '@/lib/metrics/types'

export const ROLES = PERSON_ROLES
export type Role = (typeof ROLES)[number]

export const SCOPES = KEY_SCOPES
export type Scope = (typeof SCOPES)[number]

/** What a wall screen is narrowed to; `team` null = the whole company. */
export interface ScreenScope {
  readonly team: string | null
}

export type Principal =
  | {
      readonly kind: 'user'
      readonly id: string
      readonly email: string
      readonly role: Role
      /** teams whose objects the person reaches; null = all */
      readonly teams: readonly string[] | null
    }
  | { readonly kind: 'key'; readonly id: string; readonly name: string; readonly scopes: readonly Scope[] }
  | {
      readonly kind: 'screen'
      readonly id: string
      readonly board: string
      /** boards it rotates through besides its own */
      readonly scenes?: readonly string[]
      readonly scope: ScreenScope
    }
  /** the product itself: commands on the machine, the worker; `teams` where it acts within a scope */
  | { readonly kind: 'system'; readonly name: string; readonly teams?: readonly string[] | null }

export interface Context {
  readonly principal: Principal
  /** epoch milliseconds of the request */
  readonly now: number
  readonly locale: Locale
}

/** A context for commands and the worker, which act for the product itself and reach everything. */
export function systemContext(name: string, now: number, locale: Locale = 'en'): Context {
  return { principal: { kind: 'system', name }, now, locale }
}

/** Teams a person of this role reaches: null = all. A supervisor without teams oversees all; a lead without sees none. */
export function teamsOfRole(role: Role, teams: readonly string[]): readonly string[] | null {
  if (role === 'admin' || role === 'manager' || role === 'auditor') return null
  if (role === 'supervisor' && teams.length === 0) return null
  return teams
}

/** Teams whose rows the asker may see; null = all, [] = none. */
export function teamScope(principal: Principal): readonly string[] | null {
  switch (principal.kind) {
    case 'user':
      return principal.teams
    case 'key':
      return null
    case 'system':
      return principal.teams ?? null
    case 'screen':
      return principal.scope.team === null ? null : [principal.scope.team]
  }
}

/**
 * Throws 403 unless the asker has the scope: a key by its list; a person by role (everybody reads within their
 * teams, an admin does all); the product itself always; a screen never (it reads frames of its board only).
 */
export function requireScope(ctx: Context, scope: Scope): void {
  const refusal = refusedScope(ctx.principal, scope)
  if (refusal !== null) throw refusal
}

function refusedScope(principal: Principal, scope: Scope): AppError | null {
  switch (principal.kind) {
    case 'system':
      return null
    case 'key':
      return principal.scopes.includes(scope)
        ? null
        : forbidden(
            `This API key lacks the scope "${scope}"; make one with: npm run key -- --name NAME --scopes ${scope}`,
          )
    case 'user':
      return scope === 'read' || principal.role === 'admin'
        ? null
        : forbidden('Your role does not reach this; ask an administrator.')
    case 'screen':
      return forbidden('A wall screen may read the frames of its own boards and nothing else.')
  }
}

/** Throws 403 unless the asker is a person of one of the roles, a key with scope `admin`, or the product itself. */
export function requireRole(ctx: Context, ...roles: readonly Role[]): void {
  const { principal } = ctx
  if (principal.kind === 'system') return
  if (principal.kind === 'key' && principal.scopes.includes('admin')) return
  if (principal.kind === 'user' && roles.includes(principal.role)) return
  throw forbidden('Your role does not reach this; ask an administrator.')
}
