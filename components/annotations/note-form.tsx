'use client'

import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { Choice, Field, Text } from '@/components/ui/fields'
import { instantOfLocal, localOfInstant } from '@/components/ui/local-time'
import { channelName, teamName } from '@/lib/i18n/names'
import type { Note, NoteDraft, NoteKind, NoteScope } from './note-store'

const KINDS: readonly NoteKind[] = ['campaign', 'change', 'incident', 'outage', 'holiday']

/** Names of channels and teams that had tickets in the period. */
function useNames(scope: NoteScope): {
  readonly channels: readonly string[]
  readonly teams: readonly string[]
} {
  const [names, setNames] = useState<{ channels: readonly string[]; teams: readonly string[] }>({
    channels: scope.channels,
    teams: scope.teams,
  })
  const { from, to } = scope
  useEffect(() => {
    const gone = new AbortController()
    const ask = async (dimension: string): Promise<string[]> => {
      const answer = await fetch('/api/v1/query', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        signal: gone.signal,
        body: JSON.stringify({
          metrics: ['tickets_opened'],
          dimensions: [dimension],
          period: { from: new Date(from).toISOString(), to: new Date(to).toISOString() },
          limit: 500,
        }),
      })
      if (!answer.ok) return []
      const { rows } = (await answer.json()) as { rows: Record<string, unknown>[] }
      return rows
        .map((row) => row[dimension])
        .filter((value): value is string => typeof value === 'string' && value !== '')
    }
    Promise.all([ask('channel'), ask('team')])
      .then(([channels, teams]) =>
        setNames((before) => ({
          channels: [...new Set([...before.channels, ...channels])],
          teams: [...new Set([...before.teams, ...teams])],
        })),
      )
      // The form works without suggestions: a note then concerns everybody.
      .catch(() => undefined)
    return () => gone.abort()
  }, [from, to])
  return names
}

/** Writes or changes a note: when, what kind, what about, and whom it concerns. */
export function NoteForm({
  scope,
  teams,
  start,
  onSubmit,
  onCancel,
}: {
  readonly scope: NoteScope
  /** teams one may write for; null = any, also the whole company */
  readonly teams: readonly string[] | null
  readonly start: Note | null
  /** null = done */
  readonly onSubmit: (draft: NoteDraft) => Promise<'failed' | 'forbidden' | 'wrong' | null>
  readonly onCancel: () => void
}) {
  const t = useTranslations('annotations')
  const f = useFormats()
  const names = useNames(scope)
  const [at, setAt] = useState(() =>
    localOfInstant(start?.at ?? Math.min(Date.now(), scope.to - 60_000), f.zone),
  )
  const [until, setUntil] = useState(() => (start?.until ? localOfInstant(start.until, f.zone) : ''))
  const [kind, setKind] = useState<NoteKind>(start?.kind ?? 'campaign')
  const [text, setText] = useState(start?.text ?? '')
  const [channel, setChannel] = useState(
    start === null ? (scope.channels.length === 1 ? (scope.channels[0] ?? '') : '') : (start.channel ?? ''),
  )
  const [team, setTeam] = useState(start === null ? (teams?.[0] ?? '') : (start.team ?? ''))
  const [pending, setPending] = useState(false)
  const [why, setWhy] = useState<'failed' | 'forbidden' | 'wrong' | null>(null)
  const channels = [...new Set([...(channel === '' ? [] : [channel]), ...names.channels])]
  const offered = teams ?? [...new Set([...(team === '' ? [] : [team]), ...names.teams])]

  const submit = async () => {
    const begins = instantOfLocal(at, f.zone)
    const ends = until === '' ? null : instantOfLocal(until, f.zone)
    if (begins === null || (ends !== null && ends < begins)) return setWhy('wrong')
    setPending(true)
    setWhy(
      await onSubmit({
        at: begins,
        until: ends,
        kind,
        text: text.trim(),
        channel: channel === '' ? null : channel,
        team: team === '' ? null : team,
      }),
    )
    setPending(false)
  }

  return (
    <form
      className="flex flex-col gap-3 p-4"
      data-note-form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <h3 className="text-body font-[600]">{start === null ? t('add') : t('change')}</h3>
      <Field label={t('text')}>
        <Text
          name="text"
          required
          maxLength={120}
          placeholder={t('textHint')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </Field>
      <Field label={t('at')}>
        <Text
          name="at"
          type="datetime-local"
          required
          value={at}
          onChange={(event) => setAt(event.currentTarget.value)}
        />
      </Field>
      <Field label={t('until')}>
        <Text
          name="until"
          type="datetime-local"
          value={until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      </Field>
      <Field label={t('kindLabel')}>
        <Choice
          name="kind"
          value={kind}
          onChange={(event) => setKind(KINDS.find((it) => it === event.currentTarget.value) ?? 'change')}
        >
          {KINDS.map((it) => (
            <option key={it} value={it}>
              {t(`kind.${it}`)}
            </option>
          ))}
        </Choice>
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('channel')}>
          <Choice name="channel" value={channel} onChange={(event) => setChannel(event.currentTarget.value)}>
            <option value="">{t('all')}</option>
            {channels.map((it) => (
              <option key={it} value={it}>
                {channelName(f.locale, it)}
              </option>
            ))}
          </Choice>
        </Field>
        <Field label={t('team')}>
          <Choice name="team" value={team} onChange={(event) => setTeam(event.currentTarget.value)}>
            {teams === null ? <option value="">{t('allTeams')}</option> : null}
            {offered.map((it) => (
              <option key={it} value={it}>
                {teamName(it)}
              </option>
            ))}
          </Choice>
        </Field>
      </div>
      <p role="alert" className="text-body text-bad empty:hidden">
        {why === null ? null : t(why)}
      </p>
      <div className="flex gap-2">
        <Button type="submit" look="primary" disabled={pending} className="max-md:h-11!">
          {t('save')}
        </Button>
        <Button look="quiet" onClick={onCancel} className="max-md:h-11!">
          {t('cancel')}
        </Button>
      </div>
    </form>
  )
}
