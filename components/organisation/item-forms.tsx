'use client'

import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Field, Text, Tick } from '@/components/ui/fields'
import { ItemForm, LabelField } from './item-form'
import { PeoplePicker, PersonChoiceField } from './people-picker'
import type { AgentRow, ChannelRow, PersonChoice, ProductRow, TeamRow } from './types'

interface FormOf<Row> {
  /** null = a new one */
  readonly row: Row | null
  readonly people: readonly PersonChoice[]
  readonly onDone: () => void
  readonly onCancel: () => void
}

/** A team: what it is shown as, who leads it, who supervises it. */
export function TeamForm({ row, people, onDone, onCancel }: FormOf<TeamRow>) {
  const t = useTranslations('organisation.teams')
  const o = useTranslations('organisation')
  const [label, setLabel] = useState(row?.label ?? '')
  const [leads, setLeads] = useState(row?.leads ?? [])
  const [supervisors, setSupervisors] = useState(row?.supervisors ?? [])
  return (
    <ItemForm
      kind="teams"
      given={row?.team ?? null}
      nameLabel={t('name')}
      nameHint={t('nameHint')}
      value={{ label, leads, supervisors }}
      onDone={onDone}
      onCancel={onCancel}
    >
      <PeoplePicker label={t('leads')} people={people} chosen={leads} onChosen={setLeads} />
      <PeoplePicker label={t('supervisors')} people={people} chosen={supervisors} onChosen={setSupervisors} />
      <LabelField value={label} hint={o('labelHint')} onValue={setLabel} />
    </ItemForm>
  )
}

/** An agent: team, account, newcomer. */
export function AgentForm({
  row,
  people,
  teams,
  onDone,
  onCancel,
}: FormOf<AgentRow> & { readonly teams: readonly string[] }) {
  const t = useTranslations('organisation.agents')
  const o = useTranslations('organisation')
  const [label, setLabel] = useState(row?.label ?? '')
  const [team, setTeam] = useState(row?.team ?? row?.seenIn ?? '')
  const [userId, setUserId] = useState(row?.userId ?? '')
  const [newcomer, setNewcomer] = useState(row?.newcomer ?? false)
  return (
    <ItemForm
      kind="agents"
      given={row?.agent ?? null}
      nameLabel={t('name')}
      nameHint={t('nameHint')}
      value={{
        label,
        team: team.trim() === '' ? null : team,
        userId: userId === '' ? null : userId,
        newcomer,
      }}
      onDone={onDone}
      onCancel={onCancel}
    >
      <Field label={t('team')} hint={row?.seenIn ? t('seenIn', { team: row.seenIn }) : undefined}>
        <Text
          name="team"
          list="known-teams"
          maxLength={200}
          value={team}
          placeholder={t('noTeam')}
          onChange={(event) => setTeam(event.currentTarget.value)}
        />
      </Field>
      <datalist id="known-teams">
        {teams.map((it) => (
          <option key={it} value={it} />
        ))}
      </datalist>
      <Field label={t('person')} hint={t('personHint')}>
        <PersonChoiceField people={people} value={userId} empty={t('noPerson')} onValue={setUserId} />
      </Field>
      <div>
        <Tick checked={newcomer} onChange={setNewcomer}>
          {t('newcomer')}
        </Tick>
        <p className="text-caption text-ink-3">{t('newcomerHint')}</p>
      </div>
      <LabelField value={label} hint={o('labelHint')} onValue={setLabel} />
    </ItemForm>
  )
}

/** A product: who answers for it. */
export function ProductForm({ row, people, onDone, onCancel }: FormOf<ProductRow>) {
  const t = useTranslations('organisation.products')
  const o = useTranslations('organisation')
  const [label, setLabel] = useState(row?.label ?? '')
  const [owners, setOwners] = useState(row?.owners ?? [])
  return (
    <ItemForm
      kind="products"
      given={row?.product ?? null}
      nameLabel={t('name')}
      nameHint={t('nameHint')}
      value={{ label, owners }}
      onDone={onDone}
      onCancel={onCancel}
    >
      <PeoplePicker
        label={t('owners')}
        hint={t('ownersHint')}
        people={people}
        chosen={owners}
        onChosen={setOwners}
      />
      <LabelField value={label} hint={o('labelHint')} onValue={setLabel} />
    </ItemForm>
  )
}

/** A channel: what it is called everywhere, who answers for it, whether it is listed. */
export function ChannelForm({
  row,
  people,
  builtIn,
  names,
  onDone,
  onCancel,
}: FormOf<ChannelRow> & {
  /** what it is called without a label */
  readonly builtIn: string
  /** what every channel is shown as */
  readonly names: Readonly<Record<string, string>>
}) {
  const t = useTranslations('organisation.channels')
  const [label, setLabel] = useState(row?.label ?? '')
  const [owners, setOwners] = useState(row?.owners ?? [])
  const [hidden, setHidden] = useState(row?.hidden ?? false)
  const twin = Object.entries(names).find(
    ([channel, name]) => channel !== row?.channel && name === label.trim() && name !== '',
  )
  return (
    <ItemForm
      kind="channels"
      given={row?.channel ?? null}
      nameLabel={t('name')}
      nameHint={t('nameHint')}
      value={{ label, owners, hidden }}
      onDone={onDone}
      onCancel={onCancel}
    >
      <LabelField
        value={label}
        hint={t('labelHint', { name: builtIn })}
        warning={twin === undefined ? null : t('taken', { label: twin[1], channel: twin[0] })}
        onValue={setLabel}
      />
      <PeoplePicker
        label={t('owners')}
        hint={t('ownersHint')}
        people={people}
        chosen={owners}
        onChosen={setOwners}
      />
      <div>
        <Tick checked={hidden} onChange={setHidden}>
          {t('hidden')}
        </Tick>
        <p className="text-caption text-ink-3">{t('hiddenHint')}</p>
      </div>
    </ItemForm>
  )
}
