'use client'

import { UserPlus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { Text } from '@/components/ui/fields'
import { Empty } from '@/components/ui/notice'
import { failed, said } from '@/components/ui/toast'
import { callApi } from './call-api'
import { type ListSort, ListTable, RowDeed } from './list-table'
import type { PasswordLink, PersonView } from './person-view'
import { refusalText } from './use-submit'

const Drawer = dynamic(() => import('@/components/screens/drawer').then((loaded) => loaded.Drawer), {
  ssr: false,
})
const PersonForm = dynamic(() => import('./person-form').then((loaded) => loaded.PersonForm), { ssr: false })
const ShownOnce = dynamic(() => import('./shown-once').then((loaded) => loaded.ShownOnce), { ssr: false })
const Confirm = dynamic(() => import('./confirm').then((loaded) => loaded.Confirm), { ssr: false })

type Column = 'name' | 'role' | 'teams' | 'phone' | 'seen'
type Open =
  | { readonly kind: 'new' }
  | { readonly kind: 'edit' | 'disable' | 'signOut'; readonly person: PersonView }
  | { readonly kind: 'link'; readonly email: string; readonly link: PasswordLink }
  | null

const ROLE_ORDER = ['admin', 'manager', 'supervisor', 'lead', 'agent', 'auditor']

/** Everybody who can sign in: to find, to invite, to change, to sign out and to disable. */
export function PeopleList({
  initial,
  me,
  mayWrite,
  teams,
  now,
}: {
  readonly initial: readonly PersonView[]
  /** id of the reader */
  readonly me: string
  readonly mayWrite: boolean
  readonly teams: readonly string[]
  readonly now: number
}) {
  const t = useTranslations('settings.people')
  const s = useTranslations('settings')
  const roleName = useTranslations('role')
  const f = useFormats()
  const [people, setPeople] = useState(initial)
  const [search, setSearch] = useState('')
  const [sort, setSort] = useState<ListSort<Column>>({ by: 'name', down: false })
  const [open, setOpen] = useState<Open>(null)
  const [pending, setPending] = useState(false)
  const close = () => setOpen(null)

  const look = async () => {
    const answer = await callApi<{ people: PersonView[] }>('GET', '/people')
    if (answer.ok) setPeople(answer.value.people)
  }

  const deed = async (method: string, path: string, body: unknown, done: string): Promise<void> => {
    setPending(true)
    const answer = await callApi(method, path, body)
    setPending(false)
    close()
    if (answer.ok) said(done)
    else failed(answer.refusal.status === 409 ? t('lastAdmin') : refusalText(s, answer.refusal))
    await look()
  }

  const newLink = async (person: PersonView) => {
    const answer = await callApi<PasswordLink>('POST', `/people/${person.id}/link`)
    if (answer.ok) setOpen({ kind: 'link', email: person.email, link: answer.value })
    else failed(refusalText(s, answer.refusal))
    await look()
  }

  const needle = search.trim().toLowerCase()
  const found = people.filter((person) =>
    [person.name, person.email, roleOf(person.role), ...person.teams].some((text) =>
      text.toLowerCase().includes(needle),
    ),
  )
  function roleOf(role: string): string {
    return ROLE_ORDER.includes(role) ? roleName(role as 'admin') : role
  }
  const rank = (person: PersonView): string | number => {
    if (sort.by === 'role') return ROLE_ORDER.indexOf(person.role)
    if (sort.by === 'seen') return person.lastSignInAt ?? 0
    if (sort.by === 'teams') return person.teams.join(' ')
    return person.name.toLowerCase()
  }
  const sorted = [...found].sort((a, b) => {
    const [x, y] = [rank(a), rank(b)]
    const order =
      typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y), f.locale)
    return sort.down ? -order : order
  })

  return (
    <>
      <div className="flex flex-wrap items-center gap-3 pb-3 max-md:px-5">
        <Text
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          className="max-w-[280px]"
        />
        <p className="text-body text-ink-3" aria-live="polite" data-people={found.length}>
          {t('count', { count: found.length })}
        </p>
        {mayWrite ? (
          <Button
            look="primary"
            className="ml-auto max-md:w-full"
            onClick={() => setOpen({ kind: 'new' })}
            data-do="invite"
          >
            <UserPlus size={15} aria-hidden />
            {t('invite')}
          </Button>
        ) : null}
      </div>
      {sorted.length === 0 ? (
        <div className="card">
          <Empty title={t('none')} />
        </div>
      ) : (
        <ListTable<Column>
          label={s('section.people')}
          columns={[
            { key: 'name', label: t('column.name'), sorts: true, wrap: true },
            { key: 'role', label: t('column.role'), sorts: true },
            { key: 'teams', label: t('column.teams'), sorts: true, wrap: true },
            { key: 'phone', label: t('column.phone') },
            { key: 'seen', label: t('column.seen'), sorts: true },
          ]}
          sort={sort}
          onSort={(by) => setSort({ by, down: sort.by === by ? !sort.down : by === 'seen' })}
          actions={mayWrite ? t('column.actions') : null}
          rows={sorted.map((person) => ({
            id: person.id,
            dim: person.disabledAt !== null,
            cells: {
              name: (
                <>
                  <span className="block font-[560]">
                    {person.name}
                    {person.id === me ? (
                      <span className="ml-1.5 text-caption text-ink-3">{t('you')}</span>
                    ) : null}
                  </span>
                  <span className="block text-caption break-all text-ink-3">{person.email}</span>
                </>
              ),
              role: (
                <>
                  {roleOf(person.role)}
                  {person.disabledAt === null ? null : (
                    <span className="block text-caption text-ink-3">
                      {t('disabled', { day: f.day(person.disabledAt) })}
                    </span>
                  )}
                </>
              ),
              teams: person.teams.length === 0 ? '—' : f.list(person.teams),
              phone: person.phone ?? '—',
              seen: (
                <>
                  {person.lastSignInAt === null
                    ? t('never')
                    : f.age(Math.max(0, (now - person.lastSignInAt) / 1000))}
                  {person.linkUntil === null ? null : (
                    <span className="block text-caption text-ink-3">
                      {t('linkOpen', { until: f.dateTime(person.linkUntil) })}
                    </span>
                  )}
                </>
              ),
            },
            actions:
              person.disabledAt === null ? (
                <>
                  <RowDeed
                    about={person.name}
                    data-do="edit"
                    onClick={() => setOpen({ kind: 'edit', person })}
                  >
                    {t('edit')}
                  </RowDeed>
                  <RowDeed about={person.name} data-do="link" onClick={() => void newLink(person)}>
                    {t('newLink')}
                  </RowDeed>
                  <RowDeed
                    about={person.name}
                    data-do="sign-out"
                    onClick={() => setOpen({ kind: 'signOut', person })}
                  >
                    {t('signOut')}
                  </RowDeed>
                  <RowDeed
                    about={person.name}
                    data-do="disable"
                    onClick={() => setOpen({ kind: 'disable', person })}
                  >
                    {t('disable')}
                  </RowDeed>
                </>
              ) : (
                <RowDeed
                  about={person.name}
                  data-do="enable"
                  onClick={() =>
                    void deed(
                      'PATCH',
                      `/people/${person.id}`,
                      { disabled: false },
                      t('enabled', { name: person.name }),
                    )
                  }
                >
                  {t('enable')}
                </RowDeed>
              ),
          }))}
        />
      )}
      {open?.kind === 'new' || open?.kind === 'edit' ? (
        <Drawer
          title={open.kind === 'new' ? t('invite') : t('editTitle', { name: open.person.name })}
          onClose={close}
        >
          <PersonForm
            person={open.kind === 'new' ? null : open.person}
            teams={teams}
            onCancel={close}
            onDone={(made) => {
              if (made === null) {
                said(s('saved'))
                close()
              } else setOpen({ kind: 'link', ...made })
              void look()
            }}
          />
        </Drawer>
      ) : null}
      {open?.kind === 'link' ? (
        <Drawer title={t('linkTitle')} onClose={close}>
          <div className="flex flex-col gap-4 overflow-y-auto px-5 py-5">
            <p className="text-body text-ink-2">{t('linkFor', { email: open.email })}</p>
            <ShownOnce
              label={t('link')}
              value={`${window.location.origin}${open.link.path}`}
              warning={t('linkWarning', { until: f.dateTime(open.link.expiresAt) })}
            />
            <div>
              <Button look="primary" onClick={close} data-do="done">
                {t('linkDone')}
              </Button>
            </div>
          </div>
        </Drawer>
      ) : null}
      {open?.kind === 'disable' ? (
        <Confirm
          title={t('disableTitle', { name: open.person.name })}
          body={t('disableBody')}
          deed={t('disable')}
          pending={pending}
          onCancel={close}
          onConfirm={() =>
            void deed(
              'PATCH',
              `/people/${open.person.id}`,
              { disabled: true },
              t('disabledDone', { name: open.person.name }),
            )
          }
        />
      ) : null}
      {open?.kind === 'signOut' ? (
        <Confirm
          title={t('signOutTitle', { name: open.person.name })}
          body={t('signOutBody')}
          deed={t('signOut')}
          pending={pending}
          onCancel={close}
          onConfirm={() =>
            void deed(
              'POST',
              `/people/${open.person.id}/sign-out`,
              undefined,
              t('signedOut', { name: open.person.name }),
            )
          }
        />
      ) : null}
    </>
  )
}
