'use client'

import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import type { FocusResult } from '@/lib/boards/types'
import { dimensionValueName } from '@/lib/i18n/names'

const WORDS = new Set(['issueType', 'campaign', 'tag', 'word'])

/** Why a figure is what it is, in one sentence with its arithmetic. */
export function CauseSentence({
  cause,
  name,
  brief = false,
  hour = false,
}: {
  readonly cause: Omit<NonNullable<FocusResult['cause']>, 'period'>
  readonly name: string
  /** the cause without all of its arithmetic */
  readonly brief?: boolean
  /** the volume is that of an hour, not of a quarter */
  readonly hour?: boolean
}) {
  const f = useFormats()
  const t = useTranslations('wall')
  const i = useTranslations('incidents')
  const d = useTranslations('dimension')
  const bold = { b: (chunks: ReactNode) => <b>{chunks}</b> }
  const { driver } = cause
  const count = f.count(cause.volume)
  return (
    <>
      {t.rich('causeValue', { name, value: f.value(cause.unit, cause.value), ...bold })}
      {cause.change === null ? null : t.rich('causeChange', { change: f.relative(cause.change), ...bold })}
      {hour ? i('causeVolume', { count }) : t('causeVolume', { count })}
      {cause.volumeChange === null
        ? null
        : t.rich('causeVolumeChange', { change: f.relative(cause.volumeChange), ...bold })}
      {driver
        ? WORDS.has(driver.dimension)
          ? t.rich('causeDriver', { share: f.share(driver.share), value: driver.value, ...bold })
          : t.rich('causeDriverDimension', {
              share: f.share(driver.share),
              dimension: d.has(driver.dimension as 'channel')
                ? d(driver.dimension as 'channel')
                : driver.dimension,
              value: dimensionValueName(f.locale, driver.dimension, driver.value),
              ...bold,
            })
        : null}
      {driver && driver.usualShare !== null && !brief
        ? t('causeUsual', { share: f.share(driver.usualShare) })
        : null}
      {t('stop')}
      {cause.without === null || brief
        ? null
        : t('causeWithout', { name, value: f.value(cause.unit, cause.without) })}
    </>
  )
}
