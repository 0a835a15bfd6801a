import type { Page } from '@/app/page-context'
import { type DutyWords, dutyText, weekdaysText } from '@/components/organisation/duty-words'
import { Card } from '@/components/ui/card'
import { StateGlyph } from '@/components/ui/state-badge'
import type { CoverFinding, Gap } from '@/lib/alerts/cover'
import { DAY, dayNumberAt, wallAt, weekdayOf } from '@/lib/core/zone'
import { channelName, dimensionValueName, teamName } from '@/lib/i18n/names'
import type { OrganisationDesk } from '@/lib/services/get-organisation'

/** Everything that is wrong with who works when, each in a sentence with its cure. */
export function FindingsCard({ desk, page }: { readonly desk: OrganisationDesk; readonly page: Page }) {
  const { t } = page
  const lines = [
    ...(desk.duties.length === 0 ? [t('organisation.findings.noDuties')] : []),
    ...desk.findings.map((finding) => sentence(finding, desk, page)),
    ...ladderSentences(desk, page),
  ]
  if (lines.length === 0)
    return (
      <p className="flex items-center gap-2 text-body text-ink-2 max-md:px-5" data-findings="0">
        <StateGlyph state="ok" />
        {t('organisation.findings.fine')}
      </p>
    )
  return (
    <Card title={t('organisation.findings.title', { count: lines.length })}>
      <ul className="flex flex-col gap-1.5 px-4 pb-4 max-md:px-5" data-findings={lines.length}>
        {lines.map((line) => (
          <li key={line} className="flex items-baseline gap-2 text-body text-ink">
            <StateGlyph state="watch" size="11px" />
            <span className="min-w-0">{line}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}

/** Steps of ladders that reach nobody they name: one sentence for all that lack the same people. */
function ladderSentences({ ladders }: OrganisationDesk, { t, f }: Page): readonly string[] {
  const faults = ladders.flatMap((ladder) =>
    ladder.faults.map((fault) => ({ ladder: ladder.name, ...fault })),
  )
  const lacking = new Map<string, typeof faults>()
  for (const fault of faults) {
    if (fault.kind === 'disabled') continue
    const key = JSON.stringify([fault.what, fault.people])
    lacking.set(key, [...(lacking.get(key) ?? []), fault])
  }
  return [
    ...faults
      .filter(({ kind }) => kind === 'disabled')
      .map(({ ladder, step, what }) =>
        t('organisation.findings.ladderDisabled', { name: ladder, step: step + 1, what }),
      ),
    ...[...lacking.values()].flatMap((alike) => {
      const [first] = alike
      if (first === undefined) return []
      const values = {
        what: t(`incidents.audience.${first.what as 'lead'}`),
        count: new Set(alike.map(({ ladder }) => ladder)).size,
        people: f.list(first.people),
      }
      return first.people.length === 0
        ? [t('organisation.findings.ladderNobody', values)]
        : [t('organisation.findings.ladder', values)]
    }),
  ]
}

/** Words of an entry of the duty list in this page's language. */
function wordsOf(t: Page['t']): DutyWords {
  return {
    everyDay: t('organisation.findings.everyDay'),
    wholeDay: t('organisation.duties.wholeDay'),
    next: t('organisation.duties.next'),
    since: (date) => t('organisation.duties.since', { date }),
    until: (date) => t('organisation.duties.until', { date }),
  }
}

function sentence(finding: CoverFinding, desk: OrganisationDesk, page: Page): string {
  const { t, f, locale } = page
  const nameOf = (id: string) => desk.people.find((person) => person.id === id)?.name ?? '—'
  const names = (ids: readonly string[]) =>
    ids.length === 0 ? t('organisation.nobody') : f.list(ids.map(nameOf))
  switch (finding.kind) {
    case 'gap': {
      const { team, channel } = finding.scope
      const parts = [...(team ? [teamName(team)] : []), ...(channel ? [channelName(locale, channel)] : [])]
      const values = {
        scope: parts.length === 0 ? t('organisation.findings.all') : parts.join(' · '),
        instead: names(finding.insteadIds),
      }
      if (finding.gaps.some(({ from, to }) => from === null && to === null))
        return t('organisation.findings.never', values)
      return t('organisation.findings.gap', { ...values, when: f.list(gapTexts(finding.gaps, page)) })
    }
    case 'disabled_duty': {
      const duty = desk.duties.find(({ id }) => id === finding.dutyId)
      return t('organisation.findings.disabledDuty', {
        name: nameOf(finding.userId),
        duty: duty === undefined ? '—' : dutyText(duty, f, wordsOf(t)),
      })
    }
    case 'disabled_lead':
      return t('organisation.findings.disabledLead', {
        name: nameOf(finding.userId),
        team: teamName(finding.team),
      })
    case 'disabled_owner':
      return t('organisation.findings.disabledOwner', {
        name: nameOf(finding.userId),
        scope: finding.scope.channel
          ? channelName(locale, finding.scope.channel)
          : finding.scope.product
            ? dimensionValueName(locale, 'product', finding.scope.product)
            : '',
      })
    case 'no_lead':
      return t('organisation.findings.noLead', {
        team: teamName(finding.team),
        instead: names(finding.insteadIds),
      })
    case 'overlap':
      return t('organisation.findings.overlap', { name: nameOf(finding.userId), at: f.dateTime(finding.at) })
  }
}

/** 每天 22:00–08:00, 周六 18:00 – 周一 09:00: gaps of the same hours on several days are one. */
function gapTexts(gaps: readonly Gap[], { t, f, zone }: Page): readonly string[] {
  const byHours = new Map<string, number[]>()
  const others: string[] = []
  for (const { from, to } of gaps) {
    if (from === null || to === null) {
      const moment = (at: number) => `${f.weekdayLong(at)} ${f.time(at)}`
      if (to !== null) others.push(t('organisation.findings.until', { to: moment(to) }))
      else if (from !== null) others.push(t('organisation.findings.from', { from: moment(from) }))
      continue
    }
    if (to - from > DAY) {
      others.push(`${f.weekdayLong(from)} ${f.time(from)} – ${f.weekdayLong(to)} ${f.time(to)}`)
      continue
    }
    const midnight = wallAt(to, zone) % DAY === 0
    const hours = `${f.time(from)}–${midnight ? '24:00' : f.time(to)}`
    byHours.set(hours, [...(byHours.get(hours) ?? []), weekdayOf(dayNumberAt(from, zone))])
  }
  return [
    ...[...byHours].map(
      ([hours, days]) => `${weekdaysText(days, f, t('organisation.findings.everyDay'))} ${hours}`,
    ),
    ...others,
  ]
}
