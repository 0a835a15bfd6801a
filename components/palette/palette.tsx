'use client'

import { Command } from 'cmdk'
import { useRouter } from 'next/navigation'
import { Dialog } from 'radix-ui'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { channelHref, ticketHref } from '@/components/boards/figure'
import { agentName } from '@/components/people/agent-names'
import { useAgentNames } from '@/components/people/use-agent-names'
import { sectionGroups } from '@/components/settings/sections'
import { useFormats } from '@/components/shell/locale-provider'
import { navGroups } from '@/components/shell/nav-items'
import { VipBadge } from '@/components/ui/state-badge'
import { bestMatches } from '@/lib/core/match'
import { channelName, teamName } from '@/lib/i18n/names'
import type { Locale } from '@/lib/metrics/types'
import { parseRecent, RECENT_KEY, type Recent, withRecent } from './recent'

interface Found {
  readonly metrics: readonly { readonly id: string; readonly label: Readonly<Record<Locale, string>> }[]
  readonly channels: readonly string[]
  readonly teams: readonly string[]
  readonly agents: readonly string[]
  readonly customers: readonly {
    readonly source: string
    readonly customer: string
    readonly shownId: string
    readonly who: string | null
    readonly vip: boolean
  }[]
  readonly tickets: readonly {
    readonly source: string
    readonly subject: string
    readonly title: string | null
    readonly channel: string | null
    readonly who: string | null
    readonly vip: boolean
  }[]
}

interface Entry {
  readonly href: string
  readonly label: string
  readonly hint: string | null
  readonly mark?: ReactNode
  /** a second place of the same thing, on Shift Enter */
  readonly other?: { readonly href: string; readonly label: string }
}

interface Group {
  readonly name: string
  readonly entries: readonly Entry[]
}

/** Milliseconds without a key after which the server is asked. */
const PAUSE_MS = 120

const path = (...parts: readonly string[]) => `/${parts.map(encodeURIComponent).join('/')}`

/** Finds pages, metrics, channels, teams, agents, customers and tickets; Enter goes there. */
export function Palette({
  role,
  onClose,
  onClosed,
  onKeys,
}: {
  readonly role: string
  readonly onClose: () => void
  /** gives the focus back */
  readonly onClosed: () => void
  readonly onKeys: () => void
}) {
  const t = useTranslations()
  const f = useFormats()
  const names = useAgentNames()
  const router = useRouter()
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<{ readonly q: string; readonly answer: Found } | 'failed' | null>(null)
  const [recent] = useState(() => parseRecent(localStorage.getItem(RECENT_KEY)))
  const q = typed.trim()

  useEffect(() => {
    if (q === '') return
    const gone = new AbortController()
    const timer = setTimeout(async () => {
      try {
        const answer = await fetch(`/api/v1/search?${new URLSearchParams({ q: q.slice(0, 80) })}`, {
          signal: gone.signal,
        })
        if (!answer.ok) throw new Error(`search answered ${answer.status}`)
        setFound({ q, answer: (await answer.json()) as Found })
      } catch {
        if (!gone.signal.aborted) setFound('failed')
      }
    }, PAUSE_MS)
    return () => {
      clearTimeout(timer)
      gone.abort()
    }
  }, [q])

  const go = (entry: Entry, href = entry.href) => {
    const place: Recent = { href: entry.href, label: entry.label, hint: entry.hint }
    localStorage.setItem(
      RECENT_KEY,
      JSON.stringify(withRecent(parseRecent(localStorage.getItem(RECENT_KEY)), place)),
    )
    onClose()
    router.push(href)
  }

  const pages: readonly Entry[] = [
    ...navGroups(role)
      .flat()
      .map((item) => ({
        href: item.href,
        label: t(`nav.${item.key}`),
        hint: item.shortcut ? `g ${item.shortcut}` : null,
      })),
    { href: '/wall/overview', label: t('nav.wall'), hint: null },
  ]
  // Pages that stand below those of the bar: found by their names, not listed before anything is typed.
  const inside: readonly Entry[] = [
    { href: '/agents', label: t('agents.people'), hint: t('nav.teams') },
    { href: '/satisfaction/answers', label: t('satisfaction.answersTitle'), hint: t('nav.satisfaction') },
    { href: '/incidents/quality', label: t('incidents.quality.title'), hint: t('nav.incidents') },
    { href: '/review', label: t('review.title'), hint: t('nav.improvements') },
    { href: '/exports', label: t('exports.title'), hint: t('nav.tickets') },
    ...sectionGroups(role)
      .flatMap(({ sections }) => sections)
      .filter(({ href }) => pages.every((page) => page.href !== href))
      .map(({ key, href }) => ({ href, label: t(`palette.section.${key}`), hint: t('nav.settings') })),
  ]
  const groups: readonly Group[] =
    q === ''
      ? [
          { name: t('palette.recent'), entries: recent },
          { name: t('palette.pages'), entries: pages },
        ]
      : [
          {
            name: t('palette.pages'),
            entries: bestMatches(q, [...pages, ...inside], (page) => [page.label, page.href.slice(1)], 5),
          },
          ...(found !== null && found !== 'failed' ? groupsOf(found.answer) : []),
        ]

  function groupsOf(answer: Found): readonly Group[] {
    return [
      {
        name: t('palette.metrics'),
        entries: answer.metrics.map(({ id, label }) => ({
          href: `/catalogue?metric=${id}`,
          label: label[f.locale],
          hint: t('palette.card'),
          other: { href: `/explore?metrics=${id}`, label: t('nav.explore') },
        })),
      },
      {
        name: t('dimension.channel'),
        entries: answer.channels.map((id) => ({
          href: channelHref(id),
          label: channelName(f.locale, id),
          hint: null,
        })),
      },
      {
        name: t('dimension.team'),
        entries: answer.teams.map((name) => ({
          href: path('teams', name),
          label: teamName(name),
          hint: null,
        })),
      },
      {
        name: t('dimension.agent'),
        entries: answer.agents.map((name) => ({
          href: path('agents', name),
          label: agentName(names, name),
          hint: null,
        })),
      },
      {
        name: t('nav.tickets'),
        entries: answer.tickets.map((ticket) => ({
          href: ticketHref(ticket.source, ticket.subject),
          label: ticket.subject,
          hint: [
            ticket.who,
            ticket.channel === null ? null : channelName(f.locale, ticket.channel),
            ticket.title,
          ]
            .filter((part) => part !== null)
            .join(' · '),
          ...(ticket.vip ? { mark: <VipBadge /> } : {}),
        })),
      },
      {
        name: t('nav.customers'),
        entries: answer.customers.map((customer) => ({
          href: path('customers', customer.source, customer.customer),
          label: customer.who ?? customer.shownId,
          hint: `${customer.shownId} · ${customer.source}`,
          ...(customer.vip ? { mark: <VipBadge /> } : {}),
        })),
      },
    ]
  }

  const shown = groups.filter((group) => group.entries.length > 0)
  const behind = q !== '' && found !== 'failed' && found?.q !== q
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fade-in fixed inset-0 z-50 bg-scrim" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            onClosed()
          }}
          className="fade-in fixed top-[12vh] left-1/2 z-50 flex max-h-[min(560px,76vh)] w-[min(620px,calc(100vw-32px))] -translate-x-1/2 flex-col overflow-hidden rounded-card border border-line-2 bg-raised shadow-menu outline-none max-md:top-0 max-md:h-dvh max-md:max-h-dvh max-md:w-full max-md:rounded-none max-md:border-0"
        >
          <Dialog.Title className="sr-only">{t('nav.searchShort')}</Dialog.Title>
          <Command
            shouldFilter={false}
            loop
            label={t('nav.searchShort')}
            className="flex min-h-0 flex-1 flex-col"
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !event.shiftKey || event.nativeEvent.isComposing) return
              const selected = event.currentTarget.querySelector('[cmdk-item][data-selected="true"]')
              const entry = shown
                .flatMap((group) => group.entries.map((one) => ({ one, value: `${group.name} ${one.href}` })))
                .find(({ value }) => value === selected?.getAttribute('data-value'))?.one
              if (entry?.other === undefined) return
              event.preventDefault()
              go(entry, entry.other.href)
            }}
          >
            <div className="flex items-center border-b border-line pr-2 max-md:pt-[env(safe-area-inset-top)]">
              <Command.Input
                autoFocus
                value={typed}
                onValueChange={setTyped}
                placeholder={t('palette.placeholder')}
                className="h-[46px] min-w-0 flex-1 bg-transparent px-4 text-[15px] text-ink outline-none placeholder:text-ink-3 max-md:h-14 max-md:text-[16px]"
              />
              <Dialog.Close className="min-h-11 px-3 text-phone text-ink-2 md:hidden">
                {t('nav.close')}
              </Dialog.Close>
            </div>
            <Command.List
              className="h-[min(420px,58vh)] overflow-y-auto overscroll-contain p-1.5 max-md:h-auto max-md:min-h-0 max-md:flex-1 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-caption [&_[cmdk-group-heading]]:text-ink-3"
              aria-busy={behind}
            >
              {shown.length === 0 && !behind ? (
                <p className="px-2.5 py-6 text-body text-ink-2">
                  {found === 'failed' ? t('error.unavailable') : t('palette.nothing', { q })}
                </p>
              ) : null}
              {shown.map((group) => (
                <Command.Group key={group.name} heading={group.name}>
                  {group.entries.map((entry) => (
                    <Command.Item
                      key={`${group.name} ${entry.href}`}
                      value={`${group.name} ${entry.href}`}
                      onSelect={() => go(entry)}
                      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-control px-2.5 text-body text-ink data-[selected=true]:bg-accent max-md:h-12 max-md:text-phone"
                    >
                      {entry.mark}
                      <span className="shrink-0 font-[480]">{entry.label}</span>
                      {entry.hint ? (
                        <span className="min-w-0 flex-1 truncate text-caption text-ink-3">{entry.hint}</span>
                      ) : (
                        <span className="flex-1" />
                      )}
                      {entry.other ? (
                        <button
                          type="button"
                          tabIndex={-1}
                          onClick={(event) => {
                            event.stopPropagation()
                            go(entry, entry.other?.href)
                          }}
                          className="shrink-0 rounded-badge px-1.5 text-caption text-ink-2 hover:text-ink max-md:min-h-11"
                        >
                          {entry.other.label}
                        </button>
                      ) : null}
                    </Command.Item>
                  ))}
                </Command.Group>
              ))}
            </Command.List>
            <div className="flex h-9 items-center gap-4 border-t border-line px-4 text-caption text-ink-3 max-md:hidden">
              <span>{t('palette.help')}</span>
              <button type="button" className="ml-auto hover:text-ink" onClick={onKeys}>
                {t('keys.title')} <kbd className="ml-1">?</kbd>
              </button>
            </div>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
