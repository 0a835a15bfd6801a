'use client'

import { ChevronDown, ChevronUp, X } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useAgentNames } from '@/components/people/use-agent-names'
import { useFormats } from '@/components/shell/locale-provider'
import { button } from '@/components/ui/button'
import { VipBadge } from '@/components/ui/state-badge'
import { channelName } from '@/lib/i18n/names'
import { neighbour, pathOfTicket, type TicketKey, ticketOfPath, withTicket } from './drawer-address'
import { TicketClock } from './ticket-clock-section'
import { TicketDeeds } from './ticket-deeds'
import { stateWord, type TicketDetail, textOf } from './ticket-detail'
import { TicketFacts } from './ticket-facts'
import { TicketTalk } from './ticket-talk'

type Shown =
  | { readonly state: 'loading' }
  | { readonly state: 'gone' }
  | { readonly state: 'away' }
  | { readonly state: 'there'; readonly detail: TicketDetail; readonly now: number }

async function load(ticket: TicketKey, signal: AbortSignal): Promise<Shown> {
  const answer = await fetch(`/api/v1${pathOfTicket(ticket)}`, { signal, cache: 'no-store' })
  if (answer.status === 404) return { state: 'gone' }
  if (!answer.ok) return { state: 'away' }
  const now = Date.parse(answer.headers.get('date') ?? '') || Date.now()
  return { state: 'there', detail: (await answer.json()) as TicketDetail, now }
}

/** Tickets linked from the page behind, in their order there, each once. */
function listedTickets(): TicketKey[] {
  const seen = new Set<string>()
  const out: TicketKey[] = []
  for (const link of document.querySelectorAll<HTMLAnchorElement>('main a[href^="/tickets/"]')) {
    const ticket = ticketOfPath(link.pathname)
    if (ticket === null || seen.has(link.pathname)) continue
    seen.add(link.pathname)
    out.push(ticket)
  }
  return out
}

const show = (ticket: TicketKey | null): void => {
  const { pathname, search } = window.location
  window.history.replaceState(null, '', withTicket(pathname, search, ticket))
}

const ICON =
  'grid size-[30px] place-items-center rounded-control text-ink-2 hover:bg-accent hover:text-ink disabled:text-faint'

/** One ticket beside the list it was opened from: 428 px, pushing the page where there is room, else over it. */
export function TicketPanel({ ticket }: { readonly ticket: TicketKey }) {
  const t = useTranslations()
  const f = useFormats()
  const [shown, setShown] = useState<Shown>({ state: 'loading' })
  const [attempt, setAttempt] = useState(0)
  const [around, setAround] = useState<{ before: TicketKey | null; after: TicketKey | null }>({
    before: null,
    after: null,
  })
  const panel = useRef<HTMLElement>(null)
  const cameFrom = useRef<Element | null>(null)
  const asked = useRef('')
  const { source, subject } = ticket

  const close = useCallback(() => {
    show(null)
    if (cameFrom.current instanceof HTMLElement && cameFrom.current.isConnected) cameFrom.current.focus()
  }, [])

  useEffect(() => {
    cameFrom.current ??= document.activeElement
    const root = document.documentElement
    root.dataset.drawer = 'open'
    return () => {
      delete root.dataset.drawer
    }
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks again
  useEffect(() => {
    const stop = new AbortController()
    // asked again, the ticket stays on screen until the answer is there
    const same = asked.current === `${source}/${subject}`
    asked.current = `${source}/${subject}`
    if (!same) {
      setShown({ state: 'loading' })
      panel.current?.focus()
    }
    const listed = listedTickets()
    const key = { source, subject }
    setAround({ before: neighbour(listed, key, -1), after: neighbour(listed, key, 1) })
    void load(key, stop.signal)
      .catch((): Shown => ({ state: 'away' }))
      .then((answer) => {
        if (!stop.signal.aborted) setShown(answer)
      })
    return () => stop.abort()
  }, [source, subject, attempt])

  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      // menus and dialogs over the drawer close first
      if (event.defaultPrevented || document.querySelector('[role="dialog"][data-state="open"]')) return
      if (event.key === 'Escape') close()
      if (event.altKey && event.key === 'ArrowUp' && around.before) show(around.before)
      if (event.altKey && event.key === 'ArrowDown' && around.after) show(around.after)
    }
    document.addEventListener('keydown', key)
    return () => document.removeEventListener('keydown', key)
  }, [around, close])

  const detail = shown.state === 'there' ? shown.detail : null
  const channel = textOf(detail?.ticket.channel)
  const names = useAgentNames()
  const kit = { t, f, locale: f.locale, names, now: shown.state === 'there' ? shown.now : 0 }
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label={t('ticket.drawer')}
      data-ticket-drawer={subject}
      className="drawer-in fixed inset-y-0 right-0 z-30 flex w-[428px] max-w-full flex-col border-l border-line-2 bg-surface outline-none"
    >
      <header className="flex min-h-[52px] shrink-0 items-center gap-2 px-5">
        <h2 className="min-w-0 truncate text-page font-[620] text-ink">{detail?.who ?? subject}</h2>
        {textOf(detail?.ticket.customerTier) === 'vip' ? <VipBadge /> : null}
        <span className="min-w-0 flex-1 truncate text-caption text-ink-2">
          {[channel ? channelName(f.locale, channel) : null, detail ? subject : null]
            .filter((part) => part !== null)
            .join(' · ')}
        </span>
        <button
          type="button"
          className={ICON}
          disabled={around.before === null}
          aria-label={t('ticket.previous')}
          title={`${t('ticket.previous')} (Alt ↑)`}
          onClick={() => show(around.before)}
        >
          <ChevronUp size={16} aria-hidden />
        </button>
        <button
          type="button"
          className={ICON}
          disabled={around.after === null}
          aria-label={t('ticket.next')}
          title={`${t('ticket.next')} (Alt ↓)`}
          onClick={() => show(around.after)}
        >
          <ChevronDown size={16} aria-hidden />
        </button>
        <button type="button" className={ICON} aria-label={t('ticket.close')} title="Esc" onClick={close}>
          <X size={16} aria-hidden />
        </button>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain border-t border-line">
        {shown.state === 'loading' ? <Loading /> : null}
        {shown.state === 'gone' ? <p className="px-5 py-8 text-ink-2">{t('ticket.gone')}</p> : null}
        {shown.state === 'away' ? (
          <div className="flex flex-col items-start gap-3 px-5 py-8">
            <p className="text-ink-2">{t('ticket.away')}</p>
            <button type="button" className={button()} onClick={() => setAttempt((it) => it + 1)}>
              {t('ticket.retry')}
            </button>
          </div>
        ) : null}
        {detail === null ? null : (
          <>
            <section className="px-5 py-4">
              <TicketClock kit={kit} detail={detail} />
            </section>
            <section aria-label={t('ticket.messages')} className="border-t border-line px-5 py-4">
              <TicketTalk kit={kit} detail={detail} />
            </section>
            <section aria-label={t('ticket.facts')} className="border-t border-line px-5 py-4">
              <TicketFacts kit={kit} detail={detail} />
            </section>
          </>
        )}
      </div>
      <footer className="flex shrink-0 flex-wrap items-center gap-2 border-t border-line px-5 py-3">
        {detail?.mayAct ? <TicketDeeds detail={detail} onDone={() => setAttempt((it) => it + 1)} /> : null}
        <a href={pathOfTicket(ticket)} data-page className={button()}>
          {t('ticket.open')}
        </a>
        <span className="ml-auto text-body font-[560] text-ink">
          {detail === null ? null : stateWord(detail.ticket, t)}
        </span>
      </footer>
    </aside>
  )
}

function Loading() {
  return (
    <div aria-busy="true" className="flex flex-col gap-4 px-5 py-4">
      <div className="h-5 w-40 rounded-badge bg-sunken" />
      <div className="h-10 rounded-badge bg-sunken" />
      <div className="h-14 rounded-badge bg-sunken" />
      <div className="h-40 rounded-badge bg-sunken" />
    </div>
  )
}
