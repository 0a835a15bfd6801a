'use client'

import { usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useTranslations } from 'use-intl'
import { Choice, Field, Text } from '@/components/ui/fields'
import { teamName } from '@/lib/i18n/names'

/** Which team, channel and time is asked about; kept in the address. */
export function ToldPicker({
  teams,
  channels,
}: {
  readonly teams: readonly string[]
  readonly channels: readonly { readonly id: string; readonly name: string }[]
}) {
  const t = useTranslations('organisation.told')
  const router = useRouter()
  const path = usePathname()
  const params = useSearchParams()
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params)
    if (value === '') next.delete(name)
    else next.set(name, value)
    router.replace(next.size === 0 ? path : `${path}?${next}`, { scroll: false })
  }
  return (
    <div data-told-picker className="grid grid-cols-3 gap-3 max-md:grid-cols-1">
      <Field label={t('team')}>
        <Choice value={params.get('team') ?? ''} onChange={(event) => set('team', event.currentTarget.value)}>
          <option value="">{t('any')}</option>
          {teams.map((team) => (
            <option key={team} value={team}>
              {teamName(team)}
            </option>
          ))}
        </Choice>
      </Field>
      <Field label={t('channel')}>
        <Choice
          value={params.get('channel') ?? ''}
          onChange={(event) => set('channel', event.currentTarget.value)}
        >
          <option value="">{t('any')}</option>
          {channels.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
      </Field>
      <Field label={t('at')} hint={t('atHint')}>
        <Text
          type="datetime-local"
          defaultValue={params.get('at') ?? ''}
          onChange={(event) => set('at', event.currentTarget.value)}
        />
      </Field>
    </div>
  )
}
