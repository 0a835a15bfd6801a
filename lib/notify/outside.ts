/** What of a message leaves the house. Pure. */
import { maskName } from '@/lib/core/masking'
import { LOCALES } from '@/lib/i18n/locale'
import { agentLabel, dimensionValueName } from '@/lib/i18n/names'
import type { AlarmMessage } from './types'

/** Names that are one sign long are words of other sentences too. */
const LEAST = 2

/** Names of people of the company that stand in a message: its owner, agents it is about, whoever it lists. */
export function staffOf({ owner, scope, staff = [] }: AlarmMessage): readonly string[] {
  const agents = scope.filter(({ dimension }) => dimension === 'agent').map(({ value }) => value)
  return [...new Set([...(owner === null ? [] : [owner]), ...agents.flatMap(agentNames), ...staff])]
}

/** What an agent is called: as the sources do, and as the company does. */
export function agentNames(agent: string): readonly string[] {
  return [agent, ...LOCALES.map((locale) => dimensionValueName(locale, 'agent', agent))]
}

const LETTER = String.raw`(?:[^\P{L}\p{Script=Han}]|[\p{N}_])`

/** A name masked wherever it stands. One without Han signs must stand by itself: 15 is not a name in "15 min". */
function coverName(text: string, name: string): string {
  if (/\p{Script=Han}/u.test(name)) return text.replaceAll(name, maskName(name))
  const plain = name.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)
  return text.replace(new RegExp(`(?<!${LETTER})${plain}(?!${LETTER})`, 'gu'), () => maskName(name))
}

/**
 * The message as it goes to mail, robots, gateways and webhooks: people of the company by the first sign of their names
 * (陈晓 → 陈**), so that colleagues know whom to ask. In the app it stays as it is.
 */
export function masked(message: AlarmMessage): AlarmMessage {
  const names = staffOf(message)
    .filter((name) => [...name].length >= LEAST && !/^\d+$/.test(name))
    .sort((a, b) => b.length - a.length)
  const cover = (text: string) => names.reduce(coverName, text)
  const title = (both: AlarmMessage['title']) => ({ zh: cover(both.zh), en: cover(both.en) })
  return {
    ...message,
    title: title(message.title),
    note: message.note === null ? null : cover(message.note),
    owner: message.owner === null ? null : maskName(message.owner),
    scope: message.scope.map((part) =>
      part.dimension === 'agent' ? { ...part, value: maskName(agentLabel(part.value)) } : part,
    ),
    ...(message.items === undefined
      ? {}
      : { items: message.items.map((item) => ({ ...item, title: title(item.title) })) }),
    staff: [],
  }
}
