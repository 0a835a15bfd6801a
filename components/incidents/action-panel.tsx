'use client'

import { type FormEvent, type ReactNode, useEffect, useId, useMemo, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/settings/call-api'
import { useFormats } from '@/components/shell/locale-provider'
import { LongText } from '@/components/tasks/long-text'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { Choice, Field, Refused, Text } from '@/components/ui/fields'
import { Sheet } from '@/components/ui/sheet'
import { dayNumberAt, HOUR, MINUTE, startOfDayNumber } from '@/lib/core/zone'
import { teamName } from '@/lib/i18n/names'
import type { ActedOn } from './acted-on'
import type { Deed } from './call-incident'

type Act = Deed | 'cause'

/** Characters of a reason that stands in for proof, as the server asks. */
const REASON_LEAST = 8
const MINUTES = [15, 30, 60, 120, 240] as const

interface Person {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly teams: readonly string[]
  readonly me: boolean
}

/** The form of an action, in a sheet on phones; or the list of the further ones. */
export function ActionPanel({
  act,
  incident,
  sheet,
  more,
  onChoose,
  onSend,
  onClose,
}: {
  readonly act: Act | 'more'
  readonly incident: ActedOn
  readonly sheet: boolean
  readonly more: readonly { readonly id: Act; readonly text: string }[]
  readonly onChoose: (act: Act) => void
  /** answers what was refused, or null */
  readonly onSend: (act: Act, body: object) => Promise<string | null>
  readonly onClose: () => void
}) {
  const t = useTranslations('incidents.act')
  const word = act === 'hand-over' ? 'handOver' : act
  const inside =
    act === 'more' ? (
      <ul className="pb-2">
        {more.map(({ id, text }) => (
          <li key={id} className="border-t border-line first:border-0">
            <button
              type="button"
              data-act={id}
              onClick={() => onChoose(id)}
              className="flex min-h-12 w-full items-center px-5 text-left text-phone text-ink"
            >
              {text}
            </button>
          </li>
        ))}
      </ul>
    ) : (
      <ActionForm key={act} act={act} incident={incident} sheet={sheet} onSend={onSend} onClose={onClose} />
    )
  if (!sheet) return inside
  // One sheet for all: one that gives way hands the focus back, and the next would take that for a click beside it.
  return (
    <Sheet title={act === 'more' ? t('label') : t(word)} onClose={onClose}>
      {inside}
    </Sheet>
  )
}

function ActionForm({
  act,
  incident,
  sheet,
  onSend,
  onClose,
}: {
  readonly act: Act
  readonly incident: ActedOn
  readonly sheet: boolean
  readonly onSend: (act: Act, body: object) => Promise<string | null>
  readonly onClose: () => void
}) {
  const t = useTranslations('incidents')
  const f = useFormats()
  const [who, setWho] = useState<string | null>(null)
  const [text, setText] = useState('')
  const [cause, setCause] = useState(incident.cause ?? '')
  const [minutes, setMinutes] = useState<number>(30)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  // The same comment sent twice, by a thumb or by a network, is one comment.
  const [id] = useState(() => crypto.randomUUID())
  const word = act === 'hand-over' ? 'handOver' : act
  const written = text.trim()
  const ready = {
    assign: who !== null,
    'hand-over': who !== null && written !== '',
    comment: written !== '',
    cause: cause !== '' && written !== '',
    snooze: true,
    resolve: cause !== '' && (incident.proven || [...written].length >= REASON_LEAST),
    reopen: written !== '',
    acknowledge: true,
    escalate: true,
  }[act]

  const bodyOf = (): object => {
    switch (act) {
      case 'assign':
        return { assignee: who, ...(written === '' ? {} : { note: written }) }
      case 'hand-over':
        return { assignee: who, note: written }
      case 'comment':
      case 'cause':
        return { text: written, id, ...(cause === '' || cause === incident.cause ? {} : { cause }) }
      case 'snooze':
        return { minutes }
      case 'resolve':
        return { cause, ...(written === '' ? {} : { reason: written }) }
      case 'reopen':
        return { reason: written }
      default:
        return {}
    }
  }
  const send = async (body: object) => {
    setBusy(true)
    setTrouble(null)
    const refused = await onSend(act, body)
    setBusy(false)
    setTrouble(refused)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready && !busy) void send(bodyOf())
  }
  const tomorrow = startOfDayNumber(dayNumberAt(Date.now(), f.zone) + 1, f.zone) + 9 * HOUR

  return (
    <form
      data-form={act}
      aria-label={t(`act.${word}`)}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit(event)
      }}
      className={cx('flex flex-col gap-3', sheet && 'px-5 pb-4')}
    >
      {act === 'assign' || act === 'hand-over' ? (
        <PeopleField number={incident.number} value={who} onValue={setWho} />
      ) : null}
      {act === 'snooze' ? (
        <Chips
          label={t('form.snooze')}
          value={minutes}
          onValue={setMinutes}
          items={[
            ...MINUTES.map((value) => ({
              value,
              text: value < 60 ? t('form.minutes', { count: value }) : t('form.hours', { count: value / 60 }),
            })),
            {
              value: Math.max(1, Math.round((tomorrow - Date.now()) / MINUTE)),
              text: t('form.tomorrow'),
            },
          ]}
        />
      ) : null}
      {act === 'resolve' || act === 'cause' || act === 'comment' ? (
        <Field label={t('form.cause')}>
          <Choice
            name="cause"
            value={cause}
            required={act !== 'comment'}
            onChange={(event) => setCause(event.currentTarget.value)}
          >
            <option value="">{t('form.causeChoose')}</option>
            {incident.causes.map((it) => (
              <option key={it.id} value={it.id}>
                {it.label[f.locale]}
              </option>
            ))}
          </Choice>
        </Field>
      ) : null}
      {act === 'resolve' ? (
        <p className={cx('text-caption', incident.proven ? 'text-ink-2' : 'text-watch')}>
          {incident.proven ? t('form.proofReady') : t('form.reasonNeeded', { count: REASON_LEAST })}
        </p>
      ) : null}
      {act === 'snooze' ? null : (
        <Field label={noteLabel(act, t)}>
          <LongText
            name="text"
            rows={3}
            value={text}
            onValue={setText}
            placeholder={
              act === 'resolve'
                ? t('form.reasonPlaceholder')
                : act === 'comment' || act === 'cause'
                  ? t('form.textPlaceholder')
                  : act === 'reopen'
                    ? ''
                    : t('form.notePlaceholder')
            }
          />
        </Field>
      )}
      <Refused>{trouble}</Refused>
      <div className="flex flex-wrap gap-2">
        <Button
          type="submit"
          look="primary"
          disabled={!ready || busy}
          aria-busy={busy}
          {...(sheet
            ? {
                className:
                  'inline-flex min-h-[46px] flex-[2] items-center justify-center rounded-phone bg-ink px-4 text-body font-[540] text-bg disabled:opacity-50',
              }
            : {})}
        >
          {t(`act.${word}`)}
        </Button>
        {act === 'snooze' && incident.snoozed ? (
          <Button disabled={busy} onClick={() => void send({ until: null })}>
            {t('form.snoozeEnd')}
          </Button>
        ) : null}
        <Button look="quiet" onClick={onClose}>
          {t('act.cancel')}
        </Button>
      </div>
    </form>
  )
}

function noteLabel(act: Act, t: ReturnType<typeof useTranslations<'incidents'>>): string {
  if (act === 'assign') return t('form.noteOptional')
  if (act === 'hand-over') return t('form.note')
  if (act === 'resolve') return t('form.reason')
  return act === 'reopen' ? t('form.reopenWhy') : t('form.text')
}

function Chips({
  label,
  items,
  value,
  onValue,
}: {
  readonly label: string
  readonly items: readonly { readonly value: number; readonly text: string }[]
  readonly value: number
  readonly onValue: (value: number) => void
}) {
  const name = useId()
  return (
    <fieldset>
      <legend className="pb-1.5 text-body font-[540] text-ink">{label}</legend>
      <div className="flex flex-wrap gap-2">
        {items.map((item) => (
          <label
            key={item.text}
            className={cx(
              'flex h-[30px] cursor-pointer items-center rounded-control border px-3 text-body has-focus-visible:outline-2 has-focus-visible:outline-focus max-md:h-11',
              item.value === value ? 'border-ink bg-accent font-[600] text-ink' : 'border-line-2 text-ink-2',
            )}
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={item.value === value}
              onChange={() => onValue(item.value)}
            />
            {item.text}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

const SHOWN = 30

/** People who can take it on, found by name or team. */
function PeopleField({
  number,
  value,
  onValue,
}: {
  readonly number: number
  readonly value: string | null
  readonly onValue: (id: string) => void
}) {
  const t = useTranslations('incidents')
  const r = useTranslations('role')
  const [people, setPeople] = useState<readonly Person[] | null>(null)
  const [trouble, setTrouble] = useState(false)
  const [search, setSearch] = useState('')
  const name = useId()

  useEffect(() => {
    let gone = false
    void callApi<{ people: readonly Person[] }>('GET', `/incidents/${number}/people`).then((answer) => {
      if (gone) return
      if (answer.ok) setPeople(answer.value.people)
      else setTrouble(true)
    })
    return () => {
      gone = true
    }
  }, [number])

  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase()
    return (people ?? []).filter((person) =>
      [person.name, ...person.teams].some((part) => part.toLowerCase().includes(wanted)),
    )
  }, [people, search])
  let list: ReactNode = null
  if (trouble) list = <p className="text-body text-bad">{t('act.unreachable')}</p>
  else if (people !== null && found.length === 0)
    list = <p className="py-2 text-body text-ink-3">{t('form.whoNone')}</p>
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="pb-1.5 text-body font-[540] text-ink">{t('form.who')}</legend>
      <Text
        aria-label={t('form.searchWho')}
        placeholder={t('form.searchWho')}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          // The one that is left is meant.
          if (event.key !== 'Enter') return
          event.preventDefault()
          if (found[0]) onValue(found[0].id)
        }}
      />
      <div className="h-[176px] overflow-y-auto rounded-control border border-line">
        {list}
        {found.slice(0, SHOWN).map((person) => (
          <label
            key={person.id}
            className={cx(
              'flex min-h-[34px] cursor-pointer items-center gap-2 px-3 text-body has-focus-visible:bg-accent max-md:min-h-11 max-md:text-phone',
              person.id === value ? 'bg-accent font-[600] text-ink' : 'text-ink',
            )}
          >
            <input
              type="radio"
              name={name}
              value={person.id}
              checked={person.id === value}
              onChange={() => onValue(person.id)}
              className="size-4 accent-ink"
            />
            <span className="min-w-0 flex-1 truncate">
              {person.name}
              {person.me ? <span className="pl-1.5 text-caption text-ink-3">{t('form.me')}</span> : null}
            </span>
            <span className="shrink-0 text-caption font-normal text-ink-3">
              {r.has(person.role as 'admin') ? r(person.role as 'admin') : person.role}
              {person.teams[0] === undefined ? '' : ` · ${teamName(person.teams[0])}`}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
