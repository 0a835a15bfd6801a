/** Words of the audit log: `user.changed` → 人员 · 修改. What has no word yet stays as it is. */
import type { Translate } from '@/lib/i18n/translate'

/** Kinds of objects and deeds the log knows a word for. */
export function auditWords(t: Translate) {
  const known = (area: 'kind' | 'verb', word: string): string => {
    const key = `settings.audit.${area}.${word}`
    return t.has(key as 'settings.audit.kind.user') ? t(key as 'settings.audit.kind.user') : word
  }
  const kind = (word: string) => known('kind', word)
  return {
    kind,
    action: (action: string): string => {
      const dot = action.indexOf('.')
      return dot < 0
        ? known('verb', action)
        : `${kind(action.slice(0, dot))} · ${known('verb', action.slice(dot + 1))}`
    },
    /** kind of an object or actor `user:<id>` */
    kindOf: (object: string): string => {
      const colon = object.indexOf(':')
      return colon < 0 ? '' : kind(object.slice(0, colon))
    },
  }
}
