'use client'

import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { type DimensionValue, loadValues } from '@/components/rules/load-values'
import { useFormats } from '@/components/shell/locale-provider'
import { Choice } from '@/components/ui/fields'
import { dimensionValueName } from '@/lib/i18n/names'
import { KINDS, type TargetScope } from '@/lib/metrics/targets'

/** Chooses one more place for a target: a scope first, then one of its values. */
export function AddPlace({
  scopes,
  known,
  taken,
  onAdd,
}: {
  readonly scopes: readonly TargetScope[]
  /** values that are known without asking, by scope */
  readonly known: Partial<Record<TargetScope, readonly string[]>>
  readonly taken: (scope: TargetScope, key: string) => boolean
  readonly onAdd: (scope: TargetScope, key: string) => void
}) {
  const t = useTranslations('metricTargets')
  const f = useFormats()
  const [scope, setScope] = useState<TargetScope | null>(null)
  const [found, setFound] = useState<readonly DimensionValue[] | 'failed' | null>(null)
  useEffect(() => {
    if (scope === null) return
    setFound(null)
    if (scope === 'channelKind') {
      setFound(KINDS.map((value) => ({ value, label: t(`kind.${value}`) })))
      return
    }
    const gone = new AbortController()
    loadValues(scope, f.locale, gone.signal).then(setFound, () => {
      if (!gone.signal.aborted) setFound('failed')
    })
    return () => gone.abort()
  }, [scope, f.locale, t])

  const listed = found === null || found === 'failed' ? [] : found
  const more = (scope === null ? [] : (known[scope] ?? []))
    .filter((value) => !listed.some((it) => it.value === value))
    .map((value) => ({ value, label: dimensionValueName(f.locale, scope ?? '', value) }))
  const options = [...listed, ...more].filter(({ value }) => scope !== null && !taken(scope, value))
  const dimension = scope === null ? '' : t(`dimension.${scope}`)
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Choice
        aria-label={t('add')}
        value={scope ?? ''}
        className="w-auto! max-md:w-full!"
        onChange={(event) => setScope(scopes.find((it) => it === event.currentTarget.value) ?? null)}
      >
        <option value="">{t('add')}</option>
        {scopes.map((it) => (
          <option key={it} value={it}>
            {t(`dimension.${it}`)}
          </option>
        ))}
      </Choice>
      {scope === null ? null : found === null ? (
        <p className="text-caption text-ink-3">{t('loading')}</p>
      ) : (
        <>
          <Choice
            aria-label={t('addWhich', { dimension })}
            value=""
            className="w-auto! max-w-[280px] max-md:w-full! max-md:max-w-none"
            onChange={(event) => {
              if (event.currentTarget.value === '') return
              onAdd(scope, event.currentTarget.value)
              setScope(null)
            }}
          >
            <option value="">{t('addWhich', { dimension })}</option>
            {options.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Choice>
          {found === 'failed' ? (
            <p role="alert" className="text-caption text-bad">
              {t('loadFailed')}
            </p>
          ) : options.length === 0 ? (
            <p className="text-caption text-ink-3">{t('noValues')}</p>
          ) : null}
        </>
      )}
    </div>
  )
}
