'use client'

import { ArrowLeftRight, Check, ChevronDown } from 'lucide-react'
import Link from 'next/link'
import { usePathname, useRouter } from 'next/navigation'
import { DropdownMenu, Popover } from 'radix-ui'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { Button, button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { PERIOD_COMPARES, type PeriodCompare } from '@/lib/core/period'
import { dateText, dayNumberAt } from '@/lib/core/zone'
import { periodOf, type ViewState, viewQuery } from './view-state'

const PRESETS = ['today', 'yesterday', 'last_7_days', 'last_28_days'] as const
const SEGMENT =
  'flex h-full items-center px-3 text-body whitespace-nowrap first:rounded-l-[5px] max-md:min-h-[42px] max-md:flex-1 max-md:justify-center max-md:px-2'

/** Period as a segment of links, a custom range, and what to compare with. All in the address. */
export function PeriodBar({
  view,
  now,
  extra = '',
  compare = true,
}: {
  readonly view: ViewState
  /** server's now, epoch ms */
  readonly now: number
  /** other parameters of the page to keep, as a query string */
  readonly extra?: string
  readonly compare?: boolean
}) {
  const t = useTranslations('period')
  const c = useTranslations('compare')
  const f = useFormats()
  const path = usePathname()
  const router = useRouter()
  const [open, setOpen] = useState(false)
  const shown = periodOf(view, f.zone, now)
  const [from, setFrom] = useState(dateText(dayNumberAt(shown.from, f.zone)))
  const [to, setTo] = useState(dateText(dayNumberAt(shown.to - 1, f.zone)))
  const wrong = from === '' || to === '' || to < from

  const href = (changes: Partial<ViewState>) => {
    const query = [viewQuery(view, changes), extra].filter((part) => part !== '').join('&')
    return query ? `${path}?${query}` : path
  }
  const compareName = (it: PeriodCompare | null): string => {
    if (it === null) return c('none')
    if (it === 'same_weekday' && (view.preset === 'today' || view.preset === 'yesterday')) {
      return c('sameWeekday', { weekday: f.weekday(shown.from) })
    }
    return c(it)
  }

  return (
    <>
      <nav
        aria-label={t('label')}
        className="flex h-[30px] items-stretch divide-x divide-line-2 overflow-hidden rounded-control border border-line-2 bg-surface max-md:h-[44px] max-md:w-full max-md:rounded-phone"
      >
        {PRESETS.map((preset) => (
          <Link
            key={preset}
            href={href({ preset, from: null, to: null })}
            prefetch={false}
            aria-current={view.preset === preset ? 'true' : undefined}
            className={cx(
              SEGMENT,
              view.preset === preset
                ? 'bg-accent font-[600] text-ink'
                : 'text-ink-2 hover:bg-accent hover:text-ink',
            )}
          >
            {t(preset)}
          </Link>
        ))}
        <Popover.Root open={open} onOpenChange={setOpen}>
          <Popover.Trigger
            className={cx(
              SEGMENT,
              'rounded-r-[5px]',
              view.preset === null
                ? 'bg-accent font-[600] text-ink'
                : 'text-ink-2 hover:bg-accent hover:text-ink',
            )}
          >
            {view.preset === null ? f.period(shown.from, shown.to) : t('custom')}
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Content
              align="end"
              sideOffset={6}
              collisionPadding={12}
              className="z-50 w-[280px] rounded-card border border-line-2 bg-raised p-4 shadow-menu"
            >
              <form
                className="flex flex-col gap-3"
                onSubmit={(event) => {
                  event.preventDefault()
                  if (wrong) return
                  setOpen(false)
                  router.push(href({ preset: null, from, to }))
                }}
              >
                <label className="flex flex-col gap-1 text-caption text-ink-2">
                  {t('from')}
                  <input
                    type="date"
                    value={from}
                    onChange={(event) => setFrom(event.target.value)}
                    className="h-[30px] rounded-control border border-line-2 bg-surface px-2 text-body max-md:h-11"
                  />
                </label>
                <label className="flex flex-col gap-1 text-caption text-ink-2">
                  {t('to')}
                  <input
                    type="date"
                    value={to}
                    onChange={(event) => setTo(event.target.value)}
                    className="h-[30px] rounded-control border border-line-2 bg-surface px-2 text-body max-md:h-11"
                  />
                </label>
                {wrong && from !== '' && to !== '' ? (
                  <p role="alert" className="text-caption text-bad">
                    {t('invalid')}
                  </p>
                ) : null}
                <Button type="submit" look="primary" disabled={wrong}>
                  {t('apply')}
                </Button>
              </form>
            </Popover.Content>
          </Popover.Portal>
        </Popover.Root>
      </nav>
      {compare ? (
        <DropdownMenu.Root>
          <DropdownMenu.Trigger className={cx(button(), 'max-md:hidden')}>
            <ArrowLeftRight size={13} strokeWidth={1.6} aria-hidden className="text-ink-2" />
            <span className="font-[420] text-ink-2">{c('label')}</span>
            {compareName(view.compare)}
            <ChevronDown size={13} aria-hidden className="text-ink-3" />
          </DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content
              align="end"
              sideOffset={6}
              className="z-50 min-w-[180px] rounded-card border border-line-2 bg-raised p-1 shadow-menu"
            >
              {[...PERIOD_COMPARES, null].map((it) => (
                <DropdownMenu.Item
                  key={it ?? 'none'}
                  onSelect={() => router.push(href({ compare: it }))}
                  className="flex h-[30px] items-center gap-2 rounded-control px-2 text-body text-ink outline-none data-[highlighted]:bg-accent"
                >
                  <span className="w-4">{it === view.compare ? <Check size={14} aria-hidden /> : null}</span>
                  {compareName(it)}
                </DropdownMenu.Item>
              ))}
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
      ) : null}
    </>
  )
}
