'use client'

import { Command } from 'cmdk'
import { Check } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/classes'
import type { MetricChoice } from './explore-state'

const GROUPS = [
  'response',
  'volume',
  'handling',
  'resolution',
  'satisfaction',
  'people',
  'customers',
] as const

/**
 * Metrics by group, searched by name and synonym in both languages; arrow keys move, Enter takes or drops one. What
 * cannot be combined with the rest of the question says why.
 */
export function MetricPicker({
  choices,
  chosen,
  refuse,
  onToggle,
}: {
  readonly choices: readonly MetricChoice[]
  readonly chosen: readonly string[]
  /** why it cannot be taken, in words; null = it can */
  readonly refuse: (choice: MetricChoice) => string | null
  readonly onToggle: (id: string) => void
}) {
  const t = useTranslations('explore')
  const g = useTranslations('catalogue.group')
  return (
    <Command label={t('searchMetric')} loop>
      <div className="border-b border-line p-2">
        <Command.Input
          autoFocus
          placeholder={t('searchMetric')}
          className="h-[30px] w-full rounded-control bg-sunken px-2 text-body text-ink outline-none placeholder:text-ink-3 max-md:h-11 max-md:text-[16px]"
        />
      </div>
      <Command.List className="max-h-[min(60dvh,380px)] overflow-y-auto p-1">
        <Command.Empty className="px-2 py-3 text-caption text-ink-3">{t('noMetric')}</Command.Empty>
        {GROUPS.map((group) => {
          const own = choices.filter((choice) => choice.group === group)
          if (own.length === 0) return null
          return (
            <Command.Group
              key={group}
              heading={g(group)}
              className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-caption [&_[cmdk-group-heading]]:text-ink-3"
            >
              {own.map((choice) => {
                const on = chosen.includes(choice.id)
                const refusal = on ? null : refuse(choice)
                return (
                  <Command.Item
                    key={choice.id}
                    value={choice.id}
                    keywords={[choice.label, ...choice.synonyms]}
                    disabled={refusal !== null}
                    onSelect={() => onToggle(choice.id)}
                    className="flex min-h-[30px] cursor-pointer items-center gap-2 rounded-control px-2 py-1 text-body text-ink data-[disabled=true]:cursor-default data-[disabled=true]:text-ink-3 data-[selected=true]:bg-accent max-md:min-h-11"
                  >
                    <span
                      aria-hidden
                      className={cx(
                        'grid size-4 shrink-0 place-items-center rounded-badge border',
                        on ? 'border-ink bg-ink text-bg' : 'border-line-2',
                      )}
                    >
                      {on ? <Check size={11} strokeWidth={3} /> : null}
                    </span>
                    <span className="flex-1">{choice.label}</span>
                    {refusal ? <span className="shrink-0 text-caption text-ink-3">{refusal}</span> : null}
                  </Command.Item>
                )
              })}
            </Command.Group>
          )
        })}
      </Command.List>
    </Command>
  )
}
