'use client'

import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/settings/call-api'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { Choice, Field, Text } from '@/components/ui/fields'
import { failed, said } from '@/components/ui/toast'
import { teamName } from '@/lib/i18n/names'
import { reasonOf } from './rules-list'
import type { Named } from './types'

const Confirm = dynamic(() => import('@/components/settings/confirm').then((loaded) => loaded.Confirm), {
  ssr: false,
})

export interface SilenceLine {
  readonly id: string
  readonly state: 'holds' | 'comes' | 'ended'
  readonly from: number
  readonly until: number
  /** what it covers, in words */
  readonly what: string
  readonly reason: string
  readonly by: string | null
}

const HOURS = [1, 2, 4, 8, 24] as const
const HOUR = 3_600_000

/** Silences that hold, come and have ended, and a form for a new one. */
export function SilencesList({
  lines,
  rules,
  channels,
  teams,
  company,
  tomorrow,
  maySilence,
}: {
  readonly lines: readonly SilenceLine[]
  readonly rules: readonly Named[]
  readonly channels: readonly Named[]
  readonly teams: readonly string[]
  /** whether the asker may silence more than own teams */
  readonly company: boolean
  /** nine o'clock of the next morning, epoch ms */
  readonly tomorrow: number
  readonly maySilence: boolean
}) {
  const t = useTranslations('rules.silence')
  const r = useTranslations('rules')
  const f = useFormats()
  const router = useRouter()
  const [making, setMaking] = useState(false)
  const [pending, setPending] = useState(false)
  const [rule, setRule] = useState('')
  const [channel, setChannel] = useState('')
  const [team, setTeam] = useState(company ? '' : (teams[0] ?? ''))
  const [until, setUntil] = useState('1')
  const [reason, setReason] = useState('')
  const [wrong, setWrong] = useState(false)
  const [asked, setAsked] = useState<(typeof lines)[number] | null>(null)

  const begin = async () => {
    if (reason.trim().length < 2) {
      setWrong(true)
      return
    }
    setPending(true)
    const answered = await callApi('POST', '/silences', {
      ruleId: rule === '' ? null : rule,
      matcher: { ...(channel === '' ? {} : { channel }), ...(team === '' ? {} : { team }) },
      until: until === 'tomorrow' ? tomorrow : Date.now() + Number(until) * HOUR,
      reason,
    })
    setPending(false)
    if (!answered.ok) {
      failed(reasonOf(answered.refusal, r))
      return
    }
    said(t('began'))
    setMaking(false)
    setReason('')
    router.refresh()
  }
  const end = async (id: string) => {
    setPending(true)
    const answered = await callApi('DELETE', `/silences/${id}`)
    setPending(false)
    if (answered.ok) said(t('ended'))
    else failed(reasonOf(answered.refusal, r))
    router.refresh()
  }
  return (
    <div className="flex flex-col gap-3 pt-3">
      {asked === null ? null : (
        <Confirm
          title={t('endAsk', { what: asked.what })}
          body={t('endWords')}
          deed={t('end')}
          pending={pending}
          onCancel={() => setAsked(null)}
          onConfirm={() => void end(asked.id).then(() => setAsked(null))}
        />
      )}
      <div className="flex flex-wrap items-center gap-3 max-md:px-5">
        <p className="min-w-0 flex-1 text-body text-ink-2">{t('intro')}</p>
        {maySilence && !making ? (
          <Button look="primary" onClick={() => setMaking(true)}>
            <Plus size={14} aria-hidden />
            {t('new')}
          </Button>
        ) : null}
      </div>
      {making ? (
        <form
          className="card grid grid-cols-[repeat(auto-fit,minmax(200px,1fr))] items-start gap-4 px-4 py-4 max-md:px-5"
          onSubmit={(event) => {
            event.preventDefault()
            void begin()
          }}
        >
          <Field label={t('what')}>
            <Choice value={rule} onChange={(event) => setRule(event.currentTarget.value)}>
              <option value="">{t('anyRule')}</option>
              {rules.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Choice>
          </Field>
          <Field label={t('channel')}>
            <Choice value={channel} onChange={(event) => setChannel(event.currentTarget.value)}>
              <option value="">{t('anyValue')}</option>
              {channels.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Choice>
          </Field>
          <Field label={t('team')}>
            <Choice value={team} onChange={(event) => setTeam(event.currentTarget.value)}>
              {company ? <option value="">{t('anyValue')}</option> : null}
              {teams.map((name) => (
                <option key={name} value={name}>
                  {teamName(name)}
                </option>
              ))}
            </Choice>
          </Field>
          <Field label={t('until')}>
            <Choice value={until} onChange={(event) => setUntil(event.currentTarget.value)}>
              {HOURS.map((count) => (
                <option key={count} value={count}>
                  {t('hours', { count })}
                </option>
              ))}
              <option value="tomorrow">{t('tomorrow')}</option>
            </Choice>
          </Field>
          <Field label={t('reason')} hint={t('reasonHint')} error={wrong ? t('needReason') : null}>
            <Text
              value={reason}
              maxLength={300}
              onChange={(event) => {
                setReason(event.currentTarget.value)
                setWrong(false)
              }}
            />
          </Field>
          <div className="flex gap-2 self-end pb-6 max-md:pb-0">
            <Button onClick={() => setMaking(false)}>{r('cancel')}</Button>
            <Button type="submit" look="primary" disabled={pending}>
              {t('begin')}
            </Button>
          </div>
        </form>
      ) : null}
      <div className="card overflow-x-auto">
        {lines.length === 0 ? (
          <p className="px-4 py-6 text-body text-ink-3">{t('empty')}</p>
        ) : (
          <table className="grid-table">
            <thead>
              <tr>
                <th scope="col">{t('column.state')}</th>
                <th scope="col">{t('column.what')}</th>
                <th scope="col">{t('column.reason')}</th>
                <th scope="col">{t('column.by')}</th>
                <th scope="col">{t('column.actions')}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <tr key={line.id} data-silence={line.state}>
                  <td className={line.state === 'holds' ? 'text-ink' : 'text-ink-3'}>
                    {line.state === 'holds'
                      ? t('holds', { until: f.dateTime(line.until) })
                      : line.state === 'comes'
                        ? t('comes', { from: f.dateTime(line.from) })
                        : t('over', { until: f.dateTime(line.until) })}
                  </td>
                  <td className="text-ink">{line.what}</td>
                  <td className="max-w-[360px] whitespace-normal text-ink-2">{line.reason}</td>
                  <td className="text-ink-2">{line.by ?? '—'}</td>
                  <td>
                    {maySilence && line.state !== 'ended' ? (
                      <Button size="small" disabled={pending} onClick={() => setAsked(line)}>
                        {t('end')}
                      </Button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </div>
  )
}
