'use client'

import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/settings/call-api'
import { ListTable, RowDeed } from '@/components/settings/list-table'
import { refusalText } from '@/components/settings/use-submit'
import { useFormats } from '@/components/shell/locale-provider'
import { Button, button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Choice, Field, Text } from '@/components/ui/fields'
import { Empty } from '@/components/ui/notice'
import { failed, said } from '@/components/ui/toast'
import { channelName } from '@/lib/i18n/names'

const Confirm = dynamic(() => import('@/components/settings/confirm').then((loaded) => loaded.Confirm), {
  ssr: false,
})

export interface CalendarView {
  readonly id: string
  readonly name: string
  /** today in words */
  readonly today: string
}

export interface AssignmentView {
  readonly scope: 'tenant' | 'channel' | 'team'
  readonly key: string
  readonly calendarId: string
  /** '' = always */
  readonly validFrom: string
}

/** Every calendar with what it says of today, and where each holds. */
export function CalendarList({
  calendars,
  assignments,
  channels,
  teams,
  mayWrite,
}: {
  readonly calendars: readonly CalendarView[]
  readonly assignments: readonly AssignmentView[]
  readonly channels: readonly string[]
  readonly teams: readonly string[]
  readonly mayWrite: boolean
}) {
  const t = useTranslations('calendars')
  const s = useTranslations('settings')
  const f = useFormats()
  const router = useRouter()
  const [removing, setRemoving] = useState<CalendarView | null>(null)
  const [pending, setPending] = useState(false)
  const [scope, setScope] = useState<AssignmentView['scope']>('tenant')
  const [key, setKey] = useState('')
  const [calendarId, setCalendarId] = useState('')
  const [validFrom, setValidFrom] = useState('')
  const [tried, setTried] = useState(false)

  const place = (row: AssignmentView) =>
    row.scope === 'tenant'
      ? t('company')
      : row.scope === 'channel'
        ? t('channel', { name: channelName(f.locale, row.key) })
        : t('team', { name: row.key })
  const placesOf = (id: string) =>
    assignments
      .filter((row) => row.calendarId === id)
      .map((row) =>
        row.validFrom === '' ? place(row) : t('from', { place: place(row), date: row.validFrom }),
      )

  const deed = async (method: string, path: string, body: unknown, done: string) => {
    setPending(true)
    const answer = await callApi(method, path, body)
    setPending(false)
    setRemoving(null)
    if (answer.ok) {
      said(done)
      router.refresh()
    } else failed(refusalText(s, answer.refusal))
    return answer.ok
  }
  const assign = async () => {
    setTried(true)
    if (calendarId === '' || (scope !== 'tenant' && key === '')) return
    const body = { scope, key: scope === 'tenant' ? '' : key, calendarId, validFrom }
    if (await deed('PUT', '/settings/calendars/assignments', body, s('saved'))) {
      setTried(false)
      setKey('')
      setValidFrom('')
    }
  }

  return (
    <div className="flex flex-col gap-4">
      {mayWrite ? (
        <div className="flex max-md:px-5">
          <Link
            href="/settings/calendars/new"
            prefetch={false}
            className={button({ look: 'primary', className: 'ml-auto max-md:w-full' })}
          >
            {t('add')}
          </Link>
        </div>
      ) : null}
      {calendars.length === 0 ? (
        <div className="card">
          <Empty title={t('none')} hint={t('noneHint')} />
        </div>
      ) : (
        <ListTable<'name' | 'now' | 'places'>
          label={s('section.calendars')}
          columns={[
            { key: 'name', label: t('column.name'), wrap: true },
            { key: 'now', label: t('column.now'), wrap: true },
            { key: 'places', label: t('column.places'), wrap: true },
          ]}
          actions={mayWrite ? t('column.actions') : null}
          rows={calendars.map((row) => {
            const places = placesOf(row.id)
            return {
              id: row.id,
              cells: {
                name: (
                  <Link
                    href={`/settings/calendars/${encodeURIComponent(row.id)}`}
                    prefetch={false}
                    className="font-[560] underline decoration-line-2 underline-offset-2 hover:decoration-ink"
                  >
                    {row.name}
                  </Link>
                ),
                now: <span className="tabular-nums">{row.today}</span>,
                places:
                  places.length === 0 ? <span className="text-ink-3">{t('nowhere')}</span> : f.list(places),
              },
              actions: (
                <RowDeed about={row.name} data-do="remove" onClick={() => setRemoving(row)}>
                  {t('remove')}
                </RowDeed>
              ),
            }
          })}
        />
      )}
      {calendars.length === 0 ? null : (
        <Card title={t('assign.title')} hint={t('assign.hint')}>
          <div className="flex flex-col gap-3 px-4 pb-4 max-md:px-5">
            {assignments.length === 0 ? (
              <p className="text-body text-ink-2">{t('assign.none')}</p>
            ) : (
              <ul className="flex flex-col">
                {assignments.map((row) => {
                  const name = calendars.find(({ id }) => id === row.calendarId)?.name ?? row.calendarId
                  return (
                    <li
                      key={`${row.scope}:${row.key}:${row.validFrom}`}
                      data-assignment={`${row.scope}:${row.key}`}
                      className="flex min-h-9 flex-wrap items-center gap-x-4 border-t border-line text-body first:border-0 max-md:min-h-11"
                    >
                      <span className="w-[220px] font-[540] text-ink max-md:w-auto">{place(row)}</span>
                      <span className="min-w-0 flex-1 text-ink">{name}</span>
                      <span className="text-ink-3">
                        {row.validFrom === ''
                          ? t('assign.always')
                          : t('assign.since', { date: row.validFrom })}
                      </span>
                      {mayWrite ? (
                        <RowDeed
                          about={place(row)}
                          data-do="unassign"
                          onClick={() =>
                            void deed(
                              'PUT',
                              '/settings/calendars/assignments',
                              { ...row, calendarId: null },
                              s('saved'),
                            )
                          }
                        >
                          {t('assign.remove')}
                        </RowDeed>
                      ) : null}
                    </li>
                  )
                })}
              </ul>
            )}
            {mayWrite ? (
              <form
                className="grid grid-cols-5 items-start gap-3 border-t border-line pt-3 max-lg:grid-cols-2 max-md:grid-cols-1"
                onSubmit={(event) => {
                  event.preventDefault()
                  void assign()
                }}
              >
                <Field label={t('assign.where')}>
                  <Choice
                    name="scope"
                    value={scope}
                    onChange={(event) => {
                      const { value } = event.currentTarget
                      setScope(value === 'channel' || value === 'team' ? value : 'tenant')
                      setKey('')
                    }}
                  >
                    <option value="tenant">{t('assign.company')}</option>
                    <option value="channel">{t('assign.channel')}</option>
                    <option value="team">{t('assign.team')}</option>
                  </Choice>
                </Field>
                <Field
                  label={t('assign.which')}
                  error={tried && scope !== 'tenant' && key === '' ? t('assign.wrongKey') : null}
                >
                  <Choice
                    name="key"
                    disabled={scope === 'tenant'}
                    value={key}
                    onChange={(event) => setKey(event.currentTarget.value)}
                  >
                    <option value="">—</option>
                    {(scope === 'team' ? teams : channels).map((it) => (
                      <option key={it} value={it}>
                        {scope === 'team' ? it : channelName(f.locale, it)}
                      </option>
                    ))}
                  </Choice>
                </Field>
                <Field
                  label={t('assign.calendar')}
                  error={tried && calendarId === '' ? t('assign.wrongCalendar') : null}
                >
                  <Choice
                    name="calendar"
                    value={calendarId}
                    onChange={(event) => setCalendarId(event.currentTarget.value)}
                  >
                    <option value="">—</option>
                    {calendars.map(({ id, name }) => (
                      <option key={id} value={id}>
                        {name}
                      </option>
                    ))}
                  </Choice>
                </Field>
                <Field label={t('assign.validFrom')} hint={t('assign.validFromHint')}>
                  <Text
                    name="validFrom"
                    type="date"
                    value={validFrom}
                    onChange={(event) => setValidFrom(event.currentTarget.value)}
                  />
                </Field>
                <div className="flex flex-col gap-1 pt-[26px] max-md:pt-0">
                  <Button type="submit" disabled={pending} className="h-[34px]">
                    {t('assign.add')}
                  </Button>
                  <p className="text-caption text-ink-3">{t('assign.warning')}</p>
                </div>
              </form>
            ) : null}
          </div>
        </Card>
      )}
      {removing === null ? null : (
        <Confirm
          title={t('confirm', { name: removing.name })}
          body={[
            ...(placesOf(removing.id).length === 0
              ? []
              : [t('confirmPlaces', { places: f.list(placesOf(removing.id)) })]),
            t('confirmBody'),
          ].join(' ')}
          deed={t('remove')}
          pending={pending}
          onCancel={() => setRemoving(null)}
          onConfirm={() =>
            void deed(
              'DELETE',
              `/settings/calendars/${encodeURIComponent(removing.id)}`,
              undefined,
              t('removed'),
            )
          }
        />
      )}
    </div>
  )
}
