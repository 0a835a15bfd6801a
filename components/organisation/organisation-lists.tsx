'use client'

import { Plus } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl'
import { callApi } from '@/components/settings/call-api'
import { type ListColumn, type ListRow, ListTable, RowDeed } from '@/components/settings/list-table'
import { refusalText } from '@/components/settings/use-submit'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { Text } from '@/components/ui/fields'
import { Empty } from '@/components/ui/notice'
import { failed, said } from '@/components/ui/toast'
import type { OrganisationKind } from '@/lib/core/organisation-forms'
import { channelName } from '@/lib/i18n/names'
import { dutyText } from './duty-words'
import type { AgentRow, ChannelRow, DutyRow, PersonChoice, ProductRow, TeamRow } from './types'

const Drawer = dynamic(() => import('@/components/screens/drawer').then((loaded) => loaded.Drawer), {
  ssr: false,
})
const Confirm = dynamic(() => import('@/components/settings/confirm').then((loaded) => loaded.Confirm), {
  ssr: false,
})
const TeamForm = dynamic(() => import('./item-forms').then((loaded) => loaded.TeamForm), { ssr: false })
const AgentForm = dynamic(() => import('./item-forms').then((loaded) => loaded.AgentForm), { ssr: false })
const ProductForm = dynamic(() => import('./item-forms').then((loaded) => loaded.ProductForm), { ssr: false })
const ChannelForm = dynamic(() => import('./item-forms').then((loaded) => loaded.ChannelForm), { ssr: false })
const DutyForm = dynamic(() => import('./duty-form').then((loaded) => loaded.DutyForm), { ssr: false })

/** More rows than this are not drawn; the search finds the rest. */
const SHOWN = 200

interface ListOf {
  readonly people: readonly PersonChoice[]
  readonly mayWrite: boolean
}

interface FormHands {
  readonly onDone: () => void
  readonly onCancel: () => void
}

/** One list of the organisation: search, table, and the forms and questions its rows open. */
function ItemList<Row, Column extends string>({
  kind,
  label,
  rows,
  keyOf,
  columns,
  cells,
  dim,
  entered,
  search,
  empty,
  words,
  adds,
  mayWrite,
  form,
}: {
  readonly kind: OrganisationKind
  readonly label: string
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  readonly columns: readonly ListColumn<Column>[]
  readonly cells: (row: Row) => Readonly<Record<Column, ReactNode>>
  readonly dim?: (row: Row) => boolean
  /** false = there is nothing to remove */
  readonly entered: (row: Row) => boolean
  /** texts a row is found by, and the word of the search */
  readonly search?: { readonly label: string; readonly texts: (row: Row) => readonly string[] }
  readonly empty: { readonly title: string; readonly hint?: string }
  readonly words: {
    readonly nameOf: (row: Row) => string
    readonly editTitle: (row: Row) => string
    readonly confirm: (row: Row) => string
    readonly confirmBody: string
    readonly actions: string
    readonly more?: (count: number) => string
  }
  readonly adds: readonly { readonly key: string; readonly label: string }[]
  readonly mayWrite: boolean
  readonly form: (row: Row | null, add: string, hands: FormHands) => ReactNode
}) {
  const t = useTranslations('organisation')
  const s = useTranslations('settings')
  const router = useRouter()
  const [needle, setNeedle] = useState('')
  const [open, setOpen] = useState<
    | { readonly kind: 'new'; readonly add: string; readonly title: string }
    | { readonly kind: 'edit' | 'remove'; readonly row: Row }
    | null
  >(null)
  const [pending, setPending] = useState(false)
  const close = () => setOpen(null)
  const done = (text: string) => {
    said(text)
    close()
    router.refresh()
  }
  const remove = async (row: Row) => {
    setPending(true)
    const answer = await callApi('DELETE', `/settings/organisation/${kind}/${encodeURIComponent(keyOf(row))}`)
    setPending(false)
    if (answer.ok) done(t('removed'))
    else {
      close()
      failed(refusalText(s, answer.refusal))
    }
  }
  const wanted = needle.trim().toLowerCase()
  const found =
    search === undefined || wanted === ''
      ? rows
      : rows.filter((row) => search.texts(row).some((text) => text.toLowerCase().includes(wanted)))
  const hands: FormHands = { onDone: () => done(s('saved')), onCancel: close }

  return (
    <div data-list={kind}>
      {search === undefined && (!mayWrite || adds.length === 0) ? null : (
        <div className="flex flex-wrap items-center gap-3 pb-3 max-md:px-5">
          {search === undefined ? null : (
            <Text
              type="search"
              aria-label={search.label}
              placeholder={search.label}
              value={needle}
              onChange={(event) => setNeedle(event.currentTarget.value)}
              className="max-w-[280px]"
            />
          )}
          {mayWrite ? (
            <div className="ml-auto flex gap-2 max-md:w-full">
              {adds.map(({ key, label: word }, i) => (
                <Button
                  key={key}
                  look={i === 0 ? 'primary' : 'secondary'}
                  className="max-md:flex-1"
                  onClick={() => setOpen({ kind: 'new', add: key, title: word })}
                  data-do={`add-${key}`}
                >
                  <Plus size={15} aria-hidden />
                  {word}
                </Button>
              ))}
            </div>
          ) : null}
        </div>
      )}
      {found.length === 0 ? (
        <div className="card">
          <Empty title={empty.title} {...(empty.hint === undefined ? {} : { hint: empty.hint })} />
        </div>
      ) : (
        <ListTable<Column>
          label={label}
          columns={columns}
          actions={mayWrite ? words.actions : null}
          rows={found.slice(0, SHOWN).map((row): ListRow<Column> => {
            const name = words.nameOf(row)
            return {
              id: keyOf(row),
              cells: cells(row),
              dim: dim?.(row) ?? false,
              actions: (
                <>
                  <RowDeed about={name} data-do="edit" onClick={() => setOpen({ kind: 'edit', row })}>
                    {t('edit')}
                  </RowDeed>
                  {entered(row) ? (
                    <RowDeed about={name} data-do="remove" onClick={() => setOpen({ kind: 'remove', row })}>
                      {t('remove')}
                    </RowDeed>
                  ) : null}
                </>
              ),
            }
          })}
        />
      )}
      {found.length > SHOWN && words.more ? (
        <p className="pt-2 text-caption text-ink-3 max-md:px-5">{words.more(SHOWN)}</p>
      ) : null}
      {open?.kind === 'new' || open?.kind === 'edit' ? (
        <Drawer title={open.kind === 'new' ? open.title : words.editTitle(open.row)} onClose={close}>
          {form(open.kind === 'new' ? null : open.row, open.kind === 'new' ? open.add : '', hands)}
        </Drawer>
      ) : null}
      {open?.kind === 'remove' ? (
        <Confirm
          title={words.confirm(open.row)}
          body={words.confirmBody}
          deed={t('remove')}
          pending={pending}
          onCancel={close}
          onConfirm={() => void remove(open.row)}
        />
      ) : null}
    </div>
  )
}

/** Names of people, those who are disabled marked. */
function Names({
  ids,
  people,
}: {
  readonly ids: readonly string[]
  readonly people: readonly PersonChoice[]
}) {
  const t = useTranslations('organisation')
  if (ids.length === 0) return <>—</>
  return (
    <>
      {ids.map((id, i) => {
        const person = people.find((it) => it.id === id)
        return (
          <span key={id}>
            {i === 0 ? '' : t('separator')}
            {person?.name ?? '—'}
            {person?.disabled ? <span className="text-watch">{t('gone')}</span> : null}
          </span>
        )
      })}
    </>
  )
}

/** The name of something and, where it is shown as something else, what sources call it. */
function Named({ name, label, mark }: { name: string; label: string | null; mark?: string | null }) {
  return (
    <>
      <span className="block font-[560]">{label ?? name}</span>
      {label === null || label === name ? null : (
        <span className="block text-caption break-all text-ink-3">{name}</span>
      )}
      {mark ? <span className="block text-caption text-ink-3">{mark}</span> : null}
    </>
  )
}

/** Shifts and the duty list. */
export function DutyList({
  duties,
  people,
  teams,
  channels,
  mayWrite,
  now,
}: ListOf & {
  readonly duties: readonly DutyRow[]
  readonly teams: readonly string[]
  readonly channels: readonly string[]
  readonly now: number
}) {
  const t = useTranslations('organisation.duties')
  const o = useTranslations('organisation')
  const f = useFormats()
  const nameOf = (row: DutyRow) => people.find(({ id }) => id === row.userId)?.name ?? '—'
  const over = (row: DutyRow) => row.validTo !== null && row.validTo <= now
  return (
    <ItemList<DutyRow, 'who' | 'when' | 'scope'>
      kind="duties"
      label={o('part.duties')}
      rows={duties}
      keyOf={({ id }) => id}
      columns={[
        { key: 'who', label: t('column.who'), wrap: true },
        { key: 'when', label: t('column.when'), wrap: true },
        { key: 'scope', label: t('column.scope'), wrap: true },
      ]}
      cells={(row) => ({
        who: (
          <span className="font-[560]">
            <Names ids={[row.userId]} people={people} />
          </span>
        ),
        when: (
          <>
            <span className="tabular-nums">
              {dutyText(row, f, {
                everyDay: o('findings.everyDay'),
                wholeDay: t('wholeDay'),
                next: t('next'),
                since: (date) => t('since', { date }),
                until: (date) => t('until', { date }),
              })}
            </span>
            {over(row) ? <span className="ml-1.5 text-caption text-ink-3">{t('over')}</span> : null}
          </>
        ),
        scope: [
          row.team ?? t('allTeams'),
          ...(row.channel === null ? [] : [channelName(f.locale, row.channel)]),
        ].join(' · '),
      })}
      dim={over}
      entered={() => true}
      empty={{ title: t('none'), hint: t('noneHint') }}
      words={{
        nameOf,
        editTitle: () => t('editTitle'),
        confirm: (row) => t('confirm', { name: nameOf(row) }),
        confirmBody: t('confirmBody'),
        actions: t('column.actions'),
      }}
      adds={[
        { key: 'shift', label: t('add') },
        { key: 'duty', label: t('addDuty') },
      ]}
      mayWrite={mayWrite}
      form={(row, add, hands) => (
        <DutyForm
          row={row}
          kind={row?.kind ?? (add === 'duty' ? 'duty' : 'shift')}
          people={people}
          teams={teams}
          channels={channels}
          duties={duties}
          now={now}
          {...hands}
        />
      )}
    />
  )
}

/** Teams with those who lead and supervise them. */
export function TeamList({ teams, people, mayWrite }: ListOf & { readonly teams: readonly TeamRow[] }) {
  const t = useTranslations('organisation.teams')
  const o = useTranslations('organisation')
  const f = useFormats()
  const byRole = (team: string, role: string) =>
    people.filter((person) => !person.disabled && person.role === role && person.teams.includes(team))
  const who = (row: TeamRow, ids: readonly string[], role: string) => {
    const others = ids.length === 0 ? byRole(row.team, role) : []
    return others.length === 0 ? (
      <Names ids={ids} people={people} />
    ) : (
      <span className="text-ink-3">{t('byRole', { names: f.list(others.map(({ name }) => name)) })}</span>
    )
  }
  return (
    <ItemList<TeamRow, 'team' | 'leads' | 'supervisors'>
      kind="teams"
      label={o('part.teams')}
      rows={teams}
      keyOf={({ team }) => team}
      columns={[
        { key: 'team', label: t('column.team'), wrap: true },
        { key: 'leads', label: t('column.leads'), wrap: true },
        { key: 'supervisors', label: t('column.supervisors'), wrap: true },
      ]}
      cells={(row) => ({
        team: <Named name={row.team} label={row.label} mark={row.entered ? null : t('fromSources')} />,
        leads: who(row, row.leads, 'lead'),
        supervisors: who(row, row.supervisors, 'supervisor'),
      })}
      entered={({ entered }) => entered}
      empty={{ title: t('none'), hint: t('noneHint') }}
      words={{
        nameOf: ({ team }) => team,
        editTitle: ({ team }) => t('editTitle', { name: team }),
        confirm: ({ team }) => t('confirm', { name: team }),
        confirmBody: t('confirmBody'),
        actions: t('column.actions'),
      }}
      adds={[{ key: 'team', label: t('add') }]}
      mayWrite={mayWrite}
      form={(row, _add, hands) => <TeamForm row={row} people={people} {...hands} />}
    />
  )
}

/** Agents as sources name them, their teams and accounts. */
export function AgentList({
  agents,
  teams,
  people,
  mayWrite,
}: ListOf & { readonly agents: readonly AgentRow[]; readonly teams: readonly string[] }) {
  const t = useTranslations('organisation.agents')
  const o = useTranslations('organisation')
  const personOf = (id: string | null) => people.find((person) => person.id === id)?.name ?? ''
  return (
    <ItemList<AgentRow, 'agent' | 'team' | 'person'>
      kind="agents"
      label={o('part.agents')}
      rows={agents}
      keyOf={({ agent }) => agent}
      columns={[
        { key: 'agent', label: t('column.agent'), wrap: true },
        { key: 'team', label: t('column.team'), wrap: true },
        { key: 'person', label: t('column.person'), wrap: true },
      ]}
      cells={(row) => ({
        agent: <Named name={row.agent} label={row.label} mark={row.newcomer ? t('newcomer') : null} />,
        team: row.team ?? (
          <span className="text-ink-3">{row.seenIn === null ? '—' : t('seenIn', { team: row.seenIn })}</span>
        ),
        person: row.userId === null ? '—' : <Names ids={[row.userId]} people={people} />,
      })}
      entered={({ entered }) => entered}
      search={{
        label: t('search'),
        texts: (row) => [
          row.agent,
          row.label ?? '',
          row.team ?? row.seenIn ?? '',
          personOf(row.userId),
          row.newcomer ? t('newcomer') : '',
        ],
      }}
      empty={{ title: t('none') }}
      words={{
        nameOf: ({ agent }) => agent,
        editTitle: ({ agent }) => t('editTitle', { name: agent }),
        confirm: ({ agent }) => t('confirm', { name: agent }),
        confirmBody: t('confirmBody'),
        actions: t('column.actions'),
        more: (count) => t('more', { count }),
      }}
      adds={[{ key: 'agent', label: t('add') }]}
      mayWrite={mayWrite}
      form={(row, _add, hands) => <AgentForm row={row} people={people} teams={teams} {...hands} />}
    />
  )
}

/** Products and who answers for them. */
export function ProductList({
  products,
  people,
  mayWrite,
}: ListOf & { readonly products: readonly ProductRow[] }) {
  const t = useTranslations('organisation.products')
  const o = useTranslations('organisation')
  return (
    <ItemList<ProductRow, 'product' | 'owners'>
      kind="products"
      label={o('part.products')}
      rows={products}
      keyOf={({ product }) => product}
      columns={[
        { key: 'product', label: t('column.product'), wrap: true },
        { key: 'owners', label: t('column.owners'), wrap: true },
      ]}
      cells={(row) => ({
        product: <Named name={row.product} label={row.label} />,
        owners: <Names ids={row.owners} people={people} />,
      })}
      entered={({ entered }) => entered}
      search={{
        label: t('search'),
        texts: (row) => [
          row.product,
          row.label ?? '',
          ...row.owners.flatMap((id) => people.find((person) => person.id === id)?.name ?? []),
        ],
      }}
      empty={{ title: t('none') }}
      words={{
        nameOf: ({ product }) => product,
        editTitle: ({ product }) => t('editTitle', { name: product }),
        confirm: ({ product }) => t('confirm', { name: product }),
        confirmBody: t('confirmBody'),
        actions: t('column.actions'),
        more: (count) => t('more', { count }),
      }}
      adds={[{ key: 'product', label: t('add') }]}
      mayWrite={mayWrite}
      form={(row, _add, hands) => <ProductForm row={row} people={people} {...hands} />}
    />
  )
}

/** Channels: what they are called, who answers for them, which are listed. */
export function ChannelList({
  channels,
  people,
  builtIn,
  mayWrite,
}: ListOf & {
  readonly channels: readonly ChannelRow[]
  /** what each is called without a label */
  readonly builtIn: Readonly<Record<string, string>>
}) {
  const t = useTranslations('organisation.channels')
  const s = useTranslations('settings')
  const f = useFormats()
  const shown = (row: ChannelRow) => row.label ?? builtIn[row.channel] ?? row.channel
  const names = Object.fromEntries(channels.map((row) => [row.channel, shown(row)]))
  return (
    <ItemList<ChannelRow, 'channel' | 'owners' | 'tickets'>
      kind="channels"
      label={s('section.channels')}
      rows={channels}
      keyOf={({ channel }) => channel}
      columns={[
        { key: 'channel', label: t('column.channel'), wrap: true },
        { key: 'owners', label: t('column.owners'), wrap: true },
        { key: 'tickets', label: t('column.tickets') },
      ]}
      cells={(row) => ({
        channel: <Named name={row.channel} label={shown(row)} mark={row.hidden ? t('isHidden') : null} />,
        owners: <Names ids={row.owners} people={people} />,
        tickets:
          row.tickets === 0 ? (
            <span className="text-ink-3">{t('silent')}</span>
          ) : (
            <a
              className="tabular-nums underline decoration-line-2 underline-offset-2 hover:decoration-ink"
              href={`/channels/${encodeURIComponent(row.channel)}?preset=last_28_days`}
            >
              {f.count(row.tickets)}
            </a>
          ),
      })}
      dim={({ hidden }) => hidden}
      entered={({ entered }) => entered}
      empty={{ title: t('none'), hint: t('noneHint') }}
      words={{
        nameOf: shown,
        editTitle: (row) => t('editTitle', { name: shown(row) }),
        confirm: (row) => t('confirm', { name: shown(row) }),
        confirmBody: t('confirmBody'),
        actions: t('column.actions'),
      }}
      adds={[{ key: 'channel', label: t('add') }]}
      mayWrite={mayWrite}
      form={(row, _add, hands) => (
        <ChannelForm
          row={row}
          people={people}
          builtIn={row === null ? '' : (builtIn[row.channel] ?? row.channel)}
          names={names}
          {...hands}
        />
      )}
    />
  )
}
