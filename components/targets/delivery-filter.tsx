'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'use-intl'
import { Choice } from '@/components/ui/fields'
import { DELIVERY_STATES } from '@/lib/notify/types'

/** State and target of the log; both are in the address. */
export function DeliveryFilter({
  state,
  target,
  targets,
}: {
  readonly state: string | null
  readonly target: string | null
  readonly targets: readonly { readonly id: string; readonly name: string }[]
}) {
  const t = useTranslations('deliveries')
  const router = useRouter()
  const go = (next: { state: string; target: string }) => {
    const query = new URLSearchParams(Object.entries(next).filter(([, value]) => value !== ''))
    router.push(`/settings/deliveries${query.size === 0 ? '' : `?${query}`}`)
  }
  return (
    <div className="flex flex-wrap gap-2 pb-3 max-md:px-5">
      <Choice
        aria-label={t('filterState')}
        name="state"
        value={state ?? ''}
        className="w-auto! max-md:flex-1"
        onChange={(event) => go({ state: event.currentTarget.value, target: target ?? '' })}
      >
        <option value="">{t('all')}</option>
        {DELIVERY_STATES.map((it) => (
          <option key={it} value={it}>
            {t(`state.${it}`)}
          </option>
        ))}
      </Choice>
      <Choice
        aria-label={t('filterTarget')}
        name="target"
        value={target ?? ''}
        className="w-auto! max-md:flex-1"
        onChange={(event) => go({ state: state ?? '', target: event.currentTarget.value })}
      >
        <option value="">{t('anyTarget')}</option>
        {targets.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Choice>
    </div>
  )
}
