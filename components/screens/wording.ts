'use client'

import { useTranslations } from 'use-intl'
import type { Refusal } from './screens-api'

const SCENES = ['overview', 'channels', 'teams', 'satisfaction', 'campaign', 'night', 'alarm'] as const

/** Names of boards and scenes; one without a name keeps its id. */
export function useSceneName(): (scene: string) => string {
  const t = useTranslations('screens.scene')
  return (scene) => {
    const known = SCENES.find((it) => it === scene)
    return known === undefined ? scene : t(known)
  }
}

/** What to say about a refusal. */
export function useRefusal(): (refusal: Refusal) => string {
  const t = useTranslations('screens')
  return (refusal) => {
    switch (refusal.kind) {
      case 'code':
        return t('wrongCode')
      case 'limited':
        return t('tooMany', { minutes: refusal.minutes })
      default:
        return t(refusal.kind)
    }
  }
}
