/** Saves the chart of a card as a file, with what the page says of it drawn around. Loaded when somebody asks for one. */
import type { Formats } from '@/lib/i18n/format'
import { pictureOf } from './picture'

const textOf = (element: Element | null | undefined): string =>
  (element?.textContent ?? '').replace(/\s+/g, ' ').trim()

/** Chips that are set, as they read on the page. */
function filtersOnPage(): string[] {
  return [...document.querySelectorAll('[data-filter-bar] [data-filter]')].flatMap((chip) =>
    chip.querySelector('.text-ink') ? [textOf(chip)] : [],
  )
}

/** `source` makes the last line from the company's name and the time. Throws where there is no picture to draw. */
export async function savePicture(
  from: Element,
  f: Formats,
  source: (company: string, time: string) => string,
): Promise<void> {
  const card = from.closest<HTMLElement>('section.card, [data-chart], section')
  if (!card) throw new Error('no chart around the button')
  const page = textOf(document.querySelector('h1'))
  const title = textOf(card.querySelector('h2, h3')) || page
  // A title without a hint is followed by what stands at its right end.
  const said = card.querySelector('header h2 + div:not(.ml-auto)')
  const parts = [...(said?.children ?? [])].map(textOf).filter((it) => it !== '')
  const hint = parts.length > 0 ? parts.join(' · ') : textOf(said)
  const bar = document.querySelector('[data-filter-bar]')
  const period = textOf(bar?.querySelector(':scope > div:last-of-type > span'))
  const lines = [
    [page === title ? '' : page, period, ...filtersOnPage()].filter((it) => it !== '').join(' · '),
    hint,
  ].filter((it) => it !== '')
  const company = textOf(document.querySelector('[data-company]'))
  const blob = await pictureOf(card, { title, lines, source: source(company, f.dateTime(Date.now())) })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = `${title.replace(/[\\/:*?"<>|]+/g, ' ')}.png`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}
