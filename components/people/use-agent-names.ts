'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { useFormats, useReader } from '@/components/shell/locale-provider'
import { dimensionValueName } from '@/lib/i18n/names'
import { agentName, type Names, namesAsked } from './agent-names'

/** How this reader sees agents' names, in the browser as `namesFor` says it on the server. */
export function useAgentNames(): Names {
  const reader = useReader()
  const asked = useSearchParams().get('names')
  return useMemo(() => namesAsked(reader, asked), [reader, asked])
}

/** Names values of any dimension to this reader, agents as the reader may see them. */
export function useValueName(): (dimension: string, value: string | null) => string {
  const names = useAgentNames()
  const { locale } = useFormats()
  return useCallback(
    (dimension, value) =>
      dimension === 'agent' && value !== null
        ? agentName(names, value)
        : dimensionValueName(locale, dimension, value),
    [names, locale],
  )
}
