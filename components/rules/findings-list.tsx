'use client'

import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { StateGlyph } from '@/components/ui/state-badge'
import type { Finding } from '@/lib/alerts/checks'
import type { LadderFault } from '@/lib/alerts/ladder'
import type { LadderOption, MetricOption } from './types'
import { type NumberKind, writeNumber } from './written'

/** What is to be said of a rule while it is edited, what makes it useless first, each with its cure. */
export function FindingsList({
  findings,
  metric,
  kind,
  ladder,
}: {
  readonly findings: readonly Finding[]
  readonly metric: MetricOption | undefined
  readonly kind: NumberKind
  readonly ladder: LadderOption | undefined
}) {
  const t = useTranslations('rules.finding')
  const a = useTranslations('rules.audience')
  const f = useFormats()
  const write = (value: number) => (Number.isFinite(value) ? writeNumber(kind, value, f) : '∞')
  const name = metric?.label ?? ''
  const said = (policy: string | null) => (policy === null ? '' : t('of', { policy }))
  const text = (finding: Finding): string => {
    switch (finding.code) {
      case 'beyond_range':
        return t('beyond_range', { metric: name, low: write(finding.low), high: write(finding.high) })
      case 'never_in_28_days':
        return t('never_in_28_days', { worst: write(finding.worst) })
      case 'always':
        return t('always', { share: f.share(finding.share) })
      case 'few_cases':
        return t('few_cases', { most: finding.most })
      case 'wrong_way':
        return t('wrong_way', { metric: name, good: t(finding.good === 'up' ? 'good_up' : 'good_down') })
      case 'for_too_long':
        return t('for_too_long', {
          longest: f.durationWords(finding.longestMs / 1000),
          wait: f.durationWords(finding.waitMs / 1000),
        })
      case 'recover_side':
        return t('recover_side', { fix: `${finding.upper ? '≤' : '≥'} ${write(finding.limit)}` })
      case 'vip_looser':
        return t('vip_looser', { limit: f.duration(finding.limitSeconds) })
      case 'no_waits':
        return `${said(finding.policy)}${t('no_waits')}`
      case 'never_outlasted':
        return `${said(finding.policy)}${t('never_outlasted', { longest: f.durationWords(finding.longest) })}`
      case 'hours_none':
      case 'hours_muted':
        return t(finding.all ? finding.code : `${finding.code}_some`, {
          calendars: f.list(finding.calendars),
        })
      case 'clock_none':
        return t('clock_none', { calendars: f.list(finding.calendars) })
      case 'gone_value':
        return t('gone_value', { value: finding.value })
      default:
        return t(finding.code)
    }
  }
  // One line for each step and cure, whoever is missing there.
  const steps = new Map<string, LadderFault[]>()
  for (const fault of ladder?.faults ?? []) {
    const key = `${fault.step} ${fault.kind} ${fault.people.join()}`
    steps.set(key, [...(steps.get(key) ?? []), fault])
  }
  const faults = [...steps].flatMap(([key, group]) => {
    const [fault] = group
    if (fault === undefined) return []
    return {
      key,
      level: fault.kind === 'instead' ? ('doubt' as const) : ('never' as const),
      text: t('ladder_faulty', {
        step: fault.step + 1,
        what: f.list(group.map(({ what }) => (isAudience(what) ? a(what) : what))),
        cure:
          fault.kind === 'instead' ? t('ladder_instead', { people: f.list(fault.people) }) : t('ladder_gone'),
      }),
    }
  })
  const all = [
    ...findings.map((finding) => ({
      key: `${finding.place} ${finding.code}`,
      level: finding.level,
      text: text(finding),
    })),
    ...faults,
  ].sort((x, y) => Number(y.level === 'never') - Number(x.level === 'never'))
  if (all.length === 0) return null
  return (
    <ul className="mt-3 flex flex-col gap-1.5 max-md:px-5" aria-live="polite">
      {all.map((it) => (
        <li key={it.key} className="flex items-start gap-2 text-body text-ink-2" data-finding={it.level}>
          <StateGlyph state={it.level === 'never' ? 'bad' : 'watch'} size="10px" className="mt-[5px]" />
          <span className={it.level === 'never' ? 'text-ink' : undefined}>{it.text}</span>
        </li>
      ))}
    </ul>
  )
}

const AUDIENCES = [
  'agent',
  'lead',
  'on_duty',
  'supervisor',
  'manager',
  'channel_owner',
  'product_owner',
] as const

const isAudience = (word: string): word is (typeof AUDIENCES)[number] =>
  (AUDIENCES as readonly string[]).includes(word)
