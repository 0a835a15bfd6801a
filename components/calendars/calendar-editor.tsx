'use client'

import { Plus, Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { EditionTabs } from '@/components/settings/edition-tabs'
import { useSubmit } from '@/components/settings/use-submit'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { cx } from '@/components/ui/classes'
import { Choice, Field, Refused, Text } from '@/components/ui/fields'
import { said } from '@/components/ui/toast'
import {
  type CalendarDraft,
  calendarOf,
  DRAFT_WEEKDAYS,
  type DraftDay,
  type DraftEdition,
  type DraftFault,
  draftFaults,
  hoursOn,
} from '@/lib/core/calendar-draft'
import { DAY, dateText, dayNumberAt, parseDate, startOfDayNumber } from '@/lib/core/zone'
import { weekdayNames } from '@/lib/i18n/format'
import { hoursText } from './hours-words'
import { SpecialDays } from './special-days'

const Drawer = dynamic(() => import('@/components/screens/drawer').then((loaded) => loaded.Drawer), {
  ssr: false,
})
const HolidayImport = dynamic(() => import('./holiday-import').then((loaded) => loaded.HolidayImport), {
  ssr: false,
})

/** A calendar's weekly hours, holidays and editions, with what is wrong and what it comes to. */
export function CalendarEditor({
  id,
  initial,
  zones,
  now,
  mayWrite,
}: {
  /** null = a new one */
  readonly id: string | null
  readonly initial: CalendarDraft
  readonly zones: readonly string[]
  readonly now: number
  readonly mayWrite: boolean
}) {
  const t = useTranslations('calendars.form')
  const c = useTranslations('calendars')
  const s = useTranslations('settings')
  const f = useFormats()
  const router = useRouter()
  const [draft, setDraft] = useState(initial)
  const [at, setAt] = useState(initial.editions.length - 1)
  const [importing, setImporting] = useState(false)
  const [tried, setTried] = useState(false)
  const { pending, submit, refused } = useSubmit(() =>
    import('@/lib/core/calendar-form').then((file) => file.calendarForm),
  )
  const names = weekdayNames(f.locale)
  const nameOfDay = (place: string) => {
    const i = DRAFT_WEEKDAYS.findIndex((day) => day === place)
    return i < 0 ? place : (names[i] ?? place)
  }
  const faults = draftFaults(draft)
  const stops = faults.filter((fault) => fault.stops)
  const edition = draft.editions[at]
  if (edition === undefined) return null

  const change = (patch: Partial<DraftEdition>) =>
    setDraft({
      ...draft,
      editions: draft.editions.map((it, i) => (i === at ? { ...it, ...patch } : it)),
    })
  const textOf = (fault: DraftFault): string => {
    switch (fault.code) {
      case 'span':
        return t('fault.span', { place: nameOfDay(fault.place), text: fault.text })
      case 'overlap':
        return t('fault.overlap', { place: nameOfDay(fault.place), a: fault.pair[0], b: fault.pair[1] })
      case 'overnight':
        return t('fault.overnight', { place: nameOfDay(fault.place), before: nameOfDay(fault.before) })
      case 'twice':
      case 'day_date':
      case 'outside':
        return t(`fault.${fault.code}`, { place: fault.place })
      default:
        return t(`fault.${fault.code}`)
    }
  }
  const faultOf = (place: string) =>
    faults.find((fault) => 'place' in fault && fault.edition === at && fault.place === place)
  const general = faults.filter(
    (fault) =>
      !('place' in fault) || fault.edition !== at || !DRAFT_WEEKDAYS.some((day) => day === fault.place),
  )

  const addEdition = () => {
    const last = draft.editions.at(-1) ?? edition
    const tomorrow = dateText(dayNumberAt(now, draft.zone) + 1)
    const after = parseDate(last.validFrom)
    const validFrom = after !== null && last.validFrom >= tomorrow ? dateText(after + 1) : tomorrow
    setDraft({
      ...draft,
      editions: [
        ...draft.editions,
        { ...last, validFrom, days: last.days.filter(({ date }) => date >= validFrom) },
      ],
    })
    setAt(draft.editions.length)
  }
  const save = async () => {
    setTried(true)
    if (stops.length > 0) return
    const value = { name: draft.name, calendar: calendarOf(draft) }
    const answer =
      id === null
        ? await submit<{ id: string }>('POST', '/settings/calendars', value)
        : await submit<{ id: string }>('PUT', `/settings/calendars/${encodeURIComponent(id)}`, value)
    if (!answer?.ok) return
    said(s('saved'))
    router.push('/settings/calendars')
    router.refresh()
  }
  const today = dayNumberAt(now, draft.zone)

  return (
    <>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <fieldset disabled={!mayWrite} className="contents">
          <Card title={t('preview')}>
            <ol className="grid grid-cols-8 gap-px px-4 pb-4 max-lg:grid-cols-4 max-md:grid-cols-1 max-md:px-5">
              {Array.from({ length: 8 }, (_, i) => {
                const moment = startOfDayNumber(today + i, draft.zone) + DAY / 2
                const { spans, name, special } = hoursOn(draft, dateText(today + i))
                return (
                  <li
                    key={moment}
                    className="min-w-0 py-1 pr-2 text-caption max-md:flex max-md:gap-3"
                    data-day={dateText(today + i)}
                  >
                    <span className={cx('block w-[92px]', i === 0 ? 'font-[600] text-ink' : 'text-ink-3')}>
                      {i === 0 ? t('today') : `${f.weekday(moment)} ${f.axisDay(moment)}`}
                    </span>
                    <span className={cx('block', spans.length === 0 ? 'text-ink-3' : 'text-ink')}>
                      {hoursText(spans, { closed: c('closed'), allDay: c('allDay'), list: f.list })}
                    </span>
                    {special ? <span className="block text-ink-3">{name ?? ''}</span> : null}
                  </li>
                )
              })}
            </ol>
          </Card>
          <div className="card grid grid-cols-2 gap-4 px-4 py-4 max-md:grid-cols-1 max-md:px-5">
            <Field label={t('name')} error={tried && draft.name.trim() === '' ? t('fault.name') : null}>
              <Text
                name="name"
                maxLength={100}
                value={draft.name}
                onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
              />
            </Field>
            <Field label={t('zone')}>
              <Choice
                name="zone"
                value={draft.zone}
                onChange={(event) => setDraft({ ...draft, zone: event.currentTarget.value })}
              >
                {[...new Set([draft.zone, ...zones])].map((zone) => (
                  <option key={zone} value={zone}>
                    {zone}
                  </option>
                ))}
              </Choice>
            </Field>
          </div>
        </fieldset>
        <Card
          title={t('editions')}
          hint={t('addEditionHint')}
          bodyClassName="flex flex-wrap items-end gap-3 px-4 pb-4 max-md:px-5"
        >
          <EditionTabs
            labels={draft.editions.map(({ validFrom }, i) =>
              t(i === 0 ? 'editionFirst' : 'edition', { date: validFrom }),
            )}
            at={at}
            onAt={setAt}
          />
          <fieldset disabled={!mayWrite} className="contents">
            {mayWrite ? (
              <Button onClick={addEdition} data-do="add-edition">
                <Plus size={15} aria-hidden />
                {t('addEdition')}
              </Button>
            ) : null}
            <Field label={t('validFrom')}>
              <Text
                type="date"
                value={edition.validFrom}
                onChange={(event) => change({ validFrom: event.currentTarget.value })}
              />
            </Field>
            {mayWrite && draft.editions.length > 1 ? (
              <Button
                look="quiet"
                onClick={() => {
                  setDraft({ ...draft, editions: draft.editions.filter((_, i) => i !== at) })
                  setAt(Math.max(0, at - 1))
                }}
              >
                <Trash2 size={15} aria-hidden />
                {t('removeEdition')}
              </Button>
            ) : null}
          </fieldset>
        </Card>
        <fieldset disabled={!mayWrite} className="contents">
          <Card
            title={t('weekly')}
            hint={t('weeklyHint')}
            aside={
              mayWrite ? (
                <Button
                  size="small"
                  look="quiet"
                  onClick={() => {
                    const { mon } = edition.weekly
                    change({ weekly: { ...edition.weekly, tue: mon, wed: mon, thu: mon, fri: mon } })
                  }}
                >
                  {t('copy')}
                </Button>
              ) : null
            }
          >
            <div className="flex flex-col gap-2 px-4 pb-4 max-md:px-5">
              {DRAFT_WEEKDAYS.map((day, i) => {
                const fault = faultOf(day)
                return (
                  <div key={day} className="grid grid-cols-[56px_1fr] items-center gap-x-3">
                    <span aria-hidden className="text-body font-[540] text-ink">
                      {names[i]}
                    </span>
                    <Text
                      name={day}
                      aria-label={names[i]}
                      placeholder={c('closed')}
                      value={edition.weekly[day]}
                      aria-invalid={fault?.stops === true}
                      onChange={(event) =>
                        change({ weekly: { ...edition.weekly, [day]: event.currentTarget.value } })
                      }
                    />
                    {fault === undefined ? null : (
                      <span role="alert" className="col-start-2 pt-1 text-caption font-[540] text-bad">
                        {textOf(fault)}
                      </span>
                    )}
                  </div>
                )
              })}
            </div>
          </Card>
          <SpecialDays
            // Another edition's days begin at their first year again.
            key={at}
            days={edition.days}
            year={dateText(today).slice(0, 4)}
            mayWrite={mayWrite}
            onDays={(days: readonly DraftDay[]) => change({ days })}
            onImport={() => setImporting(true)}
          />
          <div className="flex flex-col gap-2 max-md:px-5">
            <ul className="flex flex-col gap-1" data-faults={faults.length}>
              {general
                .filter((fault) => fault.code !== 'name' || tried)
                .map((fault) => (
                  <li
                    key={JSON.stringify(fault)}
                    role={fault.stops ? 'alert' : undefined}
                    className={cx('text-body', fault.stops ? 'text-bad' : 'text-watch')}
                  >
                    {textOf(fault)}
                  </li>
                ))}
            </ul>
            {tried && stops.length > 0 ? <p className="text-body text-bad">{t('notSaved')}</p> : null}
            <Refused>{refused}</Refused>
            {mayWrite ? (
              <div className="flex flex-wrap items-center gap-3">
                <Button type="submit" look="primary" disabled={pending}>
                  {t(id === null ? 'create' : 'save')}
                </Button>
                {id === null ? null : <p className="text-caption text-ink-3">{t('warning')}</p>}
              </div>
            ) : null}
          </div>
        </fieldset>
      </form>
      {/* Outside of the form: what is sent inside a drawer would be sent by the form around it too. */}
      {importing ? (
        <Drawer title={t('csv')} onClose={() => setImporting(false)}>
          <HolidayImport
            known={edition.days}
            onTake={(days) => {
              change({ days })
              setImporting(false)
            }}
            onCancel={() => setImporting(false)}
          />
        </Drawer>
      ) : null}
    </>
  )
}
