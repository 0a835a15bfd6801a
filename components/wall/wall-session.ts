/** What a screen is told about itself. Parsed by hand and with patience: an older server answers less. */
import type { Density } from '@/lib/boards/density'
import type { ScreenCommand, ScreenSettings } from '@/lib/boards/screen-settings'
import type { Locale } from '@/lib/i18n/locale'
import type { CompanyNames } from '@/lib/i18n/names'

/** What a screen must know besides its frames. */
export interface Standing {
  readonly company: string
  readonly zone: string
  readonly demo: boolean
  /** what the company calls things */
  readonly names: CompanyNames
}

export const PLAIN: ScreenSettings = {
  scenes: [],
  rotateSeconds: null,
  inches: null,
  metres: null,
  density: null,
  locale: null,
  sound: false,
  speech: false,
  quiet: null,
}

export interface Session extends Standing {
  readonly board: string
  readonly build: string | null
  readonly settings: ScreenSettings
  readonly command: ScreenCommand | null
}

type Given = Readonly<Record<string, unknown>>

const objectOf = (value: unknown): Given | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Given) : null
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null

const DENSITIES: readonly Density[] = ['far', 'middle', 'near']
const LOCALES: readonly Locale[] = ['zh', 'en']

function settingsOf(value: unknown): ScreenSettings {
  const given = objectOf(value)
  if (given === null) return PLAIN
  const quiet = objectOf(given.quiet)
  const from = textOf(quiet?.from)
  const to = textOf(quiet?.to)
  return {
    scenes: Array.isArray(given.scenes)
      ? (given.scenes.filter((scene) => textOf(scene) !== null) as ScreenSettings['scenes'])
      : [],
    rotateSeconds: numberOf(given.rotateSeconds),
    inches: numberOf(given.inches),
    metres: numberOf(given.metres),
    density: DENSITIES.find((it) => it === given.density) ?? null,
    locale: LOCALES.find((it) => it === given.locale) ?? null,
    sound: given.sound === true,
    speech: given.speech === true,
    quiet: from !== null && to !== null ? { from, to } : null,
  }
}

function commandOf(value: unknown): ScreenCommand | null {
  const given = objectOf(value)
  const id = textOf(given?.id)
  if (given === null || id === null) return null
  const notice = objectOf(given.notice)
  const text = textOf(notice?.text)
  return {
    id,
    scene: textOf(given.scene),
    notice: text === null ? null : { text, until: textOf(notice?.until) ?? '' },
  }
}

function namesOf(given: Given | null): CompanyNames {
  const labels = (value: unknown) =>
    Object.fromEntries(
      Object.entries(objectOf(value) ?? {}).flatMap(([id, label]) => {
        const text = textOf(label)
        return text === null ? [] : [[id, text]]
      }),
    )
  return {
    channel: labels(given?.channel),
    team: labels(given?.team),
    agent: labels(given?.agent),
    product: labels(given?.product),
    hidden: (Array.isArray(given?.hidden) ? given.hidden : []).filter((one) => typeof one === 'string'),
  }
}

/** The answer of `POST /screens/session`, or null where it is none. */
export function sessionOf(value: unknown): Session | null {
  const given = objectOf(value)
  const board = textOf(given?.board)
  if (given === null || board === null) return null
  return {
    board,
    company: textOf(given.company) ?? '',
    zone: textOf(given.zone) ?? 'Asia/Shanghai',
    demo: given.demo === true,
    names: namesOf(objectOf(given.names)),
    build: textOf(given.build),
    settings: settingsOf(given.settings),
    command: commandOf(given.command),
  }
}
