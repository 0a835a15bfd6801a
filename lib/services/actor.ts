import type { Principal } from './context'

/** Who did it, as the audit trail names them: `user:<id>`, `key:<name>`, `screen:<id>`, `system:<name>`. */
export function actorOf(principal: Principal): string {
  switch (principal.kind) {
    case 'user':
      return `user:${principal.id}`
    case 'key':
      return `key:${principal.name}`
    case 'screen':
      return `screen:${principal.id}`
    case 'system':
      return `system:${principal.name}`
  }
}
