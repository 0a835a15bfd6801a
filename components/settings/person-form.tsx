'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/classes'
import { Field, Text } from '@/components/ui/fields'
import { PERSON_ROLES } from '@/lib/core/roles'
import { teamName } from '@/lib/i18n/names'
import { FormFoot } from './form-foot'
import type { PasswordLink, PersonView } from './person-view'
import { useSubmit } from './use-submit'

type Role = (typeof PERSON_ROLES)[number]

/** To make a person, or to change one. */
export function PersonForm({
  person,
  teams: known,
  onDone,
  onCancel,
}: {
  /** null = a new one */
  readonly person: PersonView | null
  readonly teams: readonly string[]
  readonly onDone: (made: { email: string; link: PasswordLink } | null) => void
  readonly onCancel: () => void
}) {
  const t = useTranslations('settings.people')
  const roleName = useTranslations('role')
  const [email, setEmail] = useState('')
  const [name, setName] = useState(person?.name ?? '')
  const [role, setRole] = useState<Role>(PERSON_ROLES.find((it) => it === person?.role) ?? 'agent')
  const [teams, setTeams] = useState<readonly string[]>(person?.teams ?? [])
  const [other, setOther] = useState('')
  const [phone, setPhone] = useState('')
  const { pending, submit, wrong, refusal, refused } = useSubmit(() =>
    import('@/lib/core/settings-forms').then((file) =>
      person === null ? file.personForm : file.personChangeForm,
    ),
  )
  const choices = [...new Set([...known, ...teams])].sort()
  const scoped = role === 'supervisor' || role === 'lead' || role === 'agent'

  const addTeam = () => {
    const team = other.trim()
    if (team !== '') setTeams([...new Set([...teams, team])])
    setOther('')
  }

  const save = async () => {
    const pendingTeam = other.trim()
    const all = pendingTeam === '' ? teams : [...new Set([...teams, pendingTeam])]
    const number = phone.trim()
    const answer =
      person === null
        ? await submit<{ email: string; link: PasswordLink }>('POST', '/people', {
            email,
            name,
            role,
            teams: all,
            phone: number === '' ? null : number,
          })
        : await submit<object>('PATCH', `/people/${person.id}`, {
            name,
            role,
            teams: all,
            ...(number === '' ? {} : { phone: number === '-' ? null : number }),
          })
    if (answer?.ok) onDone(person === null ? (answer.value as { email: string; link: PasswordLink }) : null)
  }

  return (
    <form
      noValidate
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto overscroll-contain px-5 py-5">
        {person === null ? (
          <Field
            label={t('email')}
            hint={t('emailHint')}
            error={wrong('email') ? t('wrong.email') : refusal?.status === 409 ? t('wrong.taken') : null}
          >
            <Text
              name="email"
              type="email"
              autoComplete="off"
              value={email}
              aria-invalid={wrong('email')}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
          </Field>
        ) : null}
        <Field label={t('name')} error={wrong('name') ? t('wrong.name') : null}>
          <Text
            name="name"
            autoComplete="off"
            maxLength={200}
            value={name}
            aria-invalid={wrong('name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </Field>
        <fieldset>
          <legend className="mb-1.5 text-body font-[540] text-ink">{t('role')}</legend>
          <div className="flex flex-col">
            {PERSON_ROLES.map((it) => (
              <label
                key={it}
                className="flex min-h-[38px] cursor-pointer items-start gap-2.5 py-1.5 text-body max-md:min-h-11"
              >
                <input
                  type="radio"
                  name="role"
                  value={it}
                  checked={role === it}
                  onChange={() => setRole(it)}
                  className="mt-0.5 size-4 shrink-0 accent-ink max-md:size-5"
                />
                <span>
                  <span className="block font-[540] text-ink">{roleName(it)}</span>
                  <span className="block text-caption text-ink-3">{t(`roleHint.${it}`)}</span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
        <fieldset>
          <legend className="mb-1.5 text-body font-[540] text-ink">{t('teams')}</legend>
          <div className="flex flex-wrap gap-1.5">
            {choices.map((team) => {
              const on = teams.includes(team)
              return (
                <button
                  key={team}
                  type="button"
                  aria-pressed={on}
                  onClick={() => setTeams(on ? teams.filter((it) => it !== team) : [...teams, team])}
                  className={cx(
                    'h-7 rounded-control border px-2.5 text-body max-md:h-11',
                    on ? 'border-ink bg-accent font-[600] text-ink' : 'border-line-2 text-ink-2',
                  )}
                >
                  {teamName(team)}
                </button>
              )
            })}
          </div>
          <div className="mt-2 flex gap-2">
            <Text
              aria-label={t('otherTeam')}
              placeholder={t('otherTeam')}
              maxLength={200}
              value={other}
              onChange={(event) => setOther(event.currentTarget.value)}
              onBlur={addTeam}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return
                event.preventDefault()
                addTeam()
              }}
            />
          </div>
          <p className="mt-1.5 text-caption text-ink-3">
            {t(scoped ? `teamsHint.${role}` : 'teamsHint.all')}
          </p>
        </fieldset>
        <Field
          label={t('phone')}
          hint={t(person?.phone ? 'phoneKept' : 'phoneHint')}
          error={wrong('phone') ? t('wrong.phone') : null}
        >
          <Text
            name="phone"
            type="tel"
            autoComplete="off"
            maxLength={24}
            placeholder={person?.phone ?? ''}
            value={phone}
            aria-invalid={wrong('phone')}
            onChange={(event) => setPhone(event.currentTarget.value)}
          />
        </Field>
      </div>
      <FormFoot
        refused={refusal?.status === 409 ? (person === null ? null : t('lastAdmin')) : refused}
        pending={pending}
        deed={person === null ? t('create') : t('save')}
        onCancel={onCancel}
      />
    </form>
  )
}
