'use client'

import { useTranslations } from 'use-intl'
import { type Called, callApi, type Refusal } from '@/components/settings/call-api'

export type Deed =
  | 'acknowledge'
  | 'assign'
  | 'comment'
  | 'snooze'
  | 'hand-over'
  | 'resolve'
  | 'reopen'
  | 'escalate'

/** Does something to an incident. */
export function callIncident(number: number, deed: Deed, body?: object): Promise<Called<unknown>> {
  return callApi('POST', `/incidents/${number}/${deed}`, body)
}

/** Why something was refused, in words; where others were first the server says who. */
export function useRefusal(): (refusal: Refusal) => string {
  const t = useTranslations('incidents.act')
  return ({ status, detail }) => {
    if (status === 0 || status === 503) return t('unreachable')
    if (status === 403) return t('forbidden')
    if (status === 404) return t('gone')
    return detail
  }
}
