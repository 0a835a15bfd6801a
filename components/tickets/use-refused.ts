'use client'

import { useTranslations } from 'use-intl'
import { failed } from '@/components/ui/toast'
import type { ActionResult } from './call-ticket'

/** Says in a note why a claim, a release or a note of a ticket was not taken. */
export function useRefused(): (result: Exclude<ActionResult, 'done'>) => void {
  const t = useTranslations('radar')
  return (result) => {
    if (result === 'failed') failed(t('failed'), t('failedHint'))
    else failed(t(result))
  }
}
