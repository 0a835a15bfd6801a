'use client'

import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { dimensionValueName } from '@/lib/i18n/names'
import { type DimensionValue, loadValues } from './load-values'
import { TickList } from './token'

/** Values of a dimension to tick, read when the panel opens; chosen ones that have no tickets stay in the list. */
export function ValuesPanel({
  dimension,
  chosen,
  onChange,
}: {
  readonly dimension: string
  readonly chosen: readonly string[]
  readonly onChange: (values: readonly string[]) => void
}) {
  const t = useTranslations('rules')
  const f = useFormats()
  const [found, setFound] = useState<readonly DimensionValue[] | 'failed' | null>(null)
  // While the panel is open nothing in it moves or goes.
  const [first] = useState(chosen)
  useEffect(() => {
    const gone = new AbortController()
    setFound(null)
    loadValues(dimension, f.locale, gone.signal).then(setFound, () => {
      if (!gone.signal.aborted) setFound('failed')
    })
    return () => gone.abort()
  }, [dimension, f.locale])
  if (found === null) return <p className="p-3 text-caption text-ink-3">{t('loading')}</p>
  if (found === 'failed') return <p className="p-3 text-caption text-bad">{t('loadFailed')}</p>
  const missing = [...new Set([...first, ...chosen])].filter(
    (value) => !found.some((it) => it.value === value),
  )
  return (
    <TickList
      options={[
        ...missing.map((value) => ({ value, label: dimensionValueName(f.locale, dimension, value) })),
        ...found,
      ]}
      chosen={chosen}
      onChange={onChange}
      search={t('search')}
      empty={t('noMatch')}
    />
  )
}
