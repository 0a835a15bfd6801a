/** Texts by language and key, for code without React. Components use `useTranslations` of use-intl. */
import compile from 'icu-minify/compile'
import { createTranslator } from 'use-intl/core'
import formatMessage from 'use-intl/format-message'
import type { Locale } from './locale'
import { en, type Messages, zh } from './messages/all'

declare module 'use-intl/core' {
  interface AppConfig {
    Messages: Messages
    Locale: Locale
  }
}

export type { Messages } from './messages/all'

/** Every text of a tree in the form that use-intl's small formatter reads. */
function compiled<Tree extends object>(tree: Tree): Tree {
  const entries = Object.entries(tree).map(([key, node]) => [
    key,
    // its branches have no prototype, which React does not send to the browser
    typeof node === 'string' ? JSON.parse(JSON.stringify(compile(node))) : compiled(node as object),
  ])
  return Object.fromEntries(entries) as Tree
}

// The pages' bundles hold the small formatter in the place of ICU's parser (next.config.ts); elsewhere texts are texts.
const texts: Record<Locale, Messages> = formatMessage.raw
  ? { zh, en }
  : { zh: compiled(zh), en: compiled(en) }

/** All texts of one language, as the formatter at hand takes them. */
export function messagesOf(locale: Locale): Messages {
  return texts[locale]
}

function build(locale: Locale) {
  return createTranslator({ locale, messages: messagesOf(locale) })
}
export type Translate = ReturnType<typeof build>

const built = new Map<Locale, Translate>()

/** The translator of one language; keys are checked by the compiler. */
export function translator(locale: Locale): Translate {
  const known = built.get(locale)
  if (known) return known
  const made = build(locale)
  built.set(locale, made)
  return made
}
