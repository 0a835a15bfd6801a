'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { FormFoot } from '@/components/settings/form-foot'
import { useSubmit } from '@/components/settings/use-submit'
import { useFormats } from '@/components/shell/locale-provider'
import { cx } from '@/components/ui/classes'
import { Choice, Field, Text } from '@/components/ui/fields'
import { instantOfLocal, localOfInstant } from '@/components/ui/local-time'
import { stretchesOf } from '@/lib/alerts/cover'
import { minuteOfDay } from '@/lib/alerts/quiet'
import { DAY } from '@/lib/core/zone'
import { weekdayNames } from '@/lib/i18n/format'
import { channelName, teamName } from '@/lib/i18n/names'
import { PersonChoiceField } from './people-picker'
import type { DutyRow, PersonChoice } from './types'

/** A shift of every week, or one duty between two instants. */
export function DutyForm({
  row,
  kind,
  people,
  teams,
  channels,
  duties,
  now,
  onDone,
  onCancel,
}: {
  /** null = a new one */
  readonly row: DutyRow | null
  readonly kind: DutyRow['kind']
  readonly people: readonly PersonChoice[]
  readonly teams: readonly string[]
  readonly channels: readonly string[]
  /** all that are entered: the same one twice is said at once */
  readonly duties: readonly DutyRow[]
  readonly now: number
  readonly onDone: () => void
  readonly onCancel: () => void
}) {
  const t = useTranslations('organisation.duties')
  const s = useTranslations('settings')
  const f = useFormats()
  const { zone } = f
  const [userId, setUserId] = useState(row?.userId ?? '')
  const [team, setTeam] = useState(row?.team ?? '')
  const [channel, setChannel] = useState(row?.channel ?? '')
  const [weekdays, setWeekdays] = useState<readonly number[]>(row?.weekdays ?? [1, 2, 3, 4, 5])
  const [from, setFrom] = useState(row?.from ?? '09:00')
  const [to, setTo] = useState(row?.to ?? '18:00')
  const [begins, setBegins] = useState(localOfInstant(row?.validFrom ?? null, zone))
  const [ends, setEnds] = useState(localOfInstant(row?.validTo ?? null, zone))
  const { pending, submit, refused, wrong } = useSubmit(() =>
    import('@/lib/core/organisation-forms').then((file) => file.dutyForm),
  )
  const shift = kind === 'shift'
  const value = {
    kind,
    userId,
    team: team === '' ? null : team,
    channel: channel === '' ? null : channel,
    weekdays: shift ? weekdays : [],
    from: shift ? from : '00:00',
    to: shift ? to : '24:00',
    validFrom: instantOfLocal(begins, zone),
    validTo: instantOfLocal(ends, zone),
  }
  const twin = duties.find(
    (other) =>
      other.id !== row?.id &&
      other.userId === value.userId &&
      other.team === value.team &&
      other.channel === value.channel &&
      sharesTime(other, value, now, zone),
  )
  const minutes = (minuteOfDay(to) - minuteOfDay(from) + 1440) % 1440 || 1440
  const error = (place: 'userId' | 'weekdays' | 'to' | 'validFrom' | 'validTo') =>
    wrong(place) ? t(`wrong.${place}`) : null

  const save = async () => {
    const answer =
      row === null
        ? await submit('POST', '/settings/organisation/duties', value)
        : await submit('PUT', `/settings/organisation/duties/${row.id}`, value)
    if (answer?.ok) onDone()
  }

  return (
    <form
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto overscroll-contain px-5 py-5">
        <Field label={t('person')} error={error('userId')}>
          <PersonChoiceField name="userId" people={people} value={userId} empty="—" onValue={setUserId} />
        </Field>
        <div className="grid grid-cols-2 gap-3">
          <Field label={t('team')}>
            <Choice name="team" value={team} onChange={(event) => setTeam(event.currentTarget.value)}>
              <option value="">{t('allTeams')}</option>
              {[...new Set([...teams, ...(team === '' ? [] : [team])])].map((it) => (
                <option key={it} value={it}>
                  {teamName(it)}
                </option>
              ))}
            </Choice>
          </Field>
          <Field label={t('channel')}>
            <Choice
              name="channel"
              value={channel}
              onChange={(event) => setChannel(event.currentTarget.value)}
            >
              <option value="">{t('allChannels')}</option>
              {[...new Set([...channels, ...(channel === '' ? [] : [channel])])].map((it) => (
                <option key={it} value={it}>
                  {channelName(f.locale, it)}
                </option>
              ))}
            </Choice>
          </Field>
        </div>
        {shift ? (
          <>
            <fieldset>
              <legend className="mb-1.5 text-body font-[540] text-ink">{t('weekdays')}</legend>
              <div className="flex flex-wrap gap-1.5">
                {weekdayNames(f.locale).map((name, i) => {
                  const on = weekdays.includes(i + 1)
                  return (
                    <button
                      key={name}
                      type="button"
                      aria-pressed={on}
                      onClick={() =>
                        setWeekdays(on ? weekdays.filter((it) => it !== i + 1) : [...weekdays, i + 1])
                      }
                      className={cx(
                        'h-7 rounded-control border px-2.5 text-body max-md:h-11',
                        on ? 'border-ink bg-accent font-[600] text-ink' : 'border-line-2 text-ink-2',
                      )}
                    >
                      {name}
                    </button>
                  )
                })}
              </div>
              {wrong('weekdays') ? (
                <p role="alert" className="mt-1.5 text-caption font-[540] text-bad">
                  {t('wrong.weekdays')}
                </p>
              ) : null}
            </fieldset>
            <div>
              <div className="grid grid-cols-2 gap-3">
                <Field label={t('from')}>
                  <Text
                    name="from"
                    type="time"
                    value={from}
                    onChange={(event) => setFrom(event.currentTarget.value)}
                  />
                </Field>
                <Field label={t('to')} error={error('to')}>
                  <Text
                    name="to"
                    type="time"
                    value={to === '24:00' ? '00:00' : to}
                    onChange={(event) =>
                      setTo(event.currentTarget.value === '00:00' ? '24:00' : event.currentTarget.value)
                    }
                  />
                </Field>
              </div>
              <p className="mt-1.5 text-caption text-ink-3">
                {minuteOfDay(to) <= minuteOfDay(from)
                  ? t('overnight', { to, hours: f.durationWords(minutes * 60) })
                  : t('length', { hours: f.durationWords(minutes * 60) })}
              </p>
            </div>
          </>
        ) : null}
        <div>
          <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
            <Field label={t(shift ? 'validFrom' : 'begins')} error={error('validFrom')}>
              <Text
                name="validFrom"
                type={shift ? 'date' : 'datetime-local'}
                value={shift ? begins.slice(0, 10) : begins}
                onChange={(event) => setBegins(startOf(event.currentTarget.value))}
              />
            </Field>
            <Field label={t(shift ? 'validTo' : 'ends')} error={error('validTo')}>
              <Text
                name="validTo"
                type={shift ? 'date' : 'datetime-local'}
                value={shift ? ends.slice(0, 10) : ends}
                onChange={(event) => setEnds(startOf(event.currentTarget.value))}
              />
            </Field>
          </div>
          {shift ? <p className="mt-1.5 text-caption text-ink-3">{t('validHint')}</p> : null}
        </div>
        {twin === undefined ? null : (
          <p role="status" className="text-body text-watch">
            {t('overlaps', { name: people.find(({ id }) => id === userId)?.name ?? '' })}
          </p>
        )}
      </div>
      <FormFoot refused={refused} pending={pending} deed={s('save')} onCancel={onCancel} />
    </form>
  )
}

/** A day stands for its first moment. */
const startOf = (text: string): string => (text.length === 10 ? `${text}T00:00` : text)

/** Whether two entries hold at the same time within the weeks around them. */
function sharesTime(one: DutyRow, other: Omit<DutyRow, 'id'>, now: number, zone: string): boolean {
  const from = Math.max(now, one.validFrom ?? now, other.validFrom ?? now)
  const window = [from, from + 8 * DAY] as const
  const theirs = stretchesOf(other, ...window, zone)
  return stretchesOf(one, ...window, zone).some((mine) =>
    theirs.some((it) => Math.max(mine.from, it.from) < Math.min(mine.to, it.to)),
  )
}
