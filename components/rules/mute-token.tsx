'use client'

import { Plus, X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { button } from '@/components/ui/button'
import type { MuteWindow } from '@/lib/alerts/types'
import { TokenPanel } from './token'

const TIME = 'h-[30px] rounded-control border border-line-2 bg-surface px-2 text-body text-ink max-md:h-11'

/** Hours in which a rule tells nobody. */
export function MuteToken({
  windows,
  disabled,
  wrong,
  onChange,
}: {
  readonly windows: readonly MuteWindow[]
  readonly disabled: boolean
  readonly wrong: boolean
  readonly onChange: (windows: readonly MuteWindow[]) => void
}) {
  const t = useTranslations('rules')
  const w = useTranslations('rules.weekday')
  const f = useFormats()
  const set = (index: number, change: Partial<MuteWindow>) =>
    onChange(windows.map((window, i) => (i === index ? { ...window, ...change } : window)))
  const days = (window: MuteWindow) => window.weekdays ?? [1, 2, 3, 4, 5, 6, 7]
  return (
    <TokenPanel
      label={t('token.mute')}
      text={
        windows.length === 0 ? t('sentence.noMute') : f.list(windows.map(({ from, to }) => `${from}–${to}`))
      }
      disabled={disabled}
      wrong={wrong}
      width="w-[340px]"
      panel={() => (
        <div className="flex flex-col gap-3 p-3">
          {windows.map((window, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: windows have no identity but their place
            <div key={i} className="flex flex-col gap-2">
              <div className="flex items-center gap-2">
                <input
                  type="time"
                  aria-label={t('muteFrom')}
                  value={window.from}
                  onChange={(event) => set(i, { from: event.currentTarget.value })}
                  className={TIME}
                />
                –
                <input
                  type="time"
                  aria-label={t('muteTo')}
                  value={window.to === '24:00' ? '00:00' : window.to}
                  onChange={(event) =>
                    set(i, {
                      to: event.currentTarget.value === '00:00' ? '24:00' : event.currentTarget.value,
                    })
                  }
                  className={TIME}
                />
                <button
                  type="button"
                  aria-label={t('delete')}
                  onClick={() => onChange(windows.filter((_, at) => at !== i))}
                  className={button({ look: 'quiet', size: 'icon' })}
                >
                  <X size={14} aria-hidden />
                </button>
              </div>
              <div className="flex gap-1">
                {([1, 2, 3, 4, 5, 6, 7] as const).map((day) => {
                  const on = days(window).includes(day)
                  return (
                    <button
                      key={day}
                      type="button"
                      aria-pressed={on}
                      onClick={() => {
                        const next = on
                          ? days(window).filter((it) => it !== day)
                          : [...days(window), day].sort()
                        if (next.length > 0) set(i, { weekdays: next.length === 7 ? undefined : next })
                      }}
                      className={`grid size-8 place-items-center rounded-control border text-caption max-md:size-11 ${on ? 'border-ink bg-accent text-ink' : 'border-line-2 text-ink-3'}`}
                    >
                      {w(String(day) as '1')}
                    </button>
                  )
                })}
              </div>
            </div>
          ))}
          <div>
            <button
              type="button"
              onClick={() => onChange([...windows, { from: '23:00', to: '08:00' }])}
              className={button({ look: 'secondary', size: 'small' })}
            >
              <Plus size={14} aria-hidden />
              {t('addMute')}
            </button>
          </div>
        </div>
      )}
    />
  )
}
