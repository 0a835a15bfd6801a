'use client'

import { Monitor, Volume2, VolumeX } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Button, button } from '@/components/ui/button'
import { useSound } from './chime'

/** At the right end of the radar's title row: its sound, and the way to the wall. */
export function RadarControls() {
  const t = useTranslations('radar')
  const [on, setOn] = useSound()
  const Icon = on ? Volume2 : VolumeX
  return (
    <>
      <Button aria-pressed={on} onClick={() => setOn(!on)}>
        <Icon size={15} aria-hidden />
        {t('sound')} <span className="text-ink-3">{on ? t('on') : t('off')}</span>
      </Button>
      <a
        href="/wall/overview"
        target="_blank"
        rel="noreferrer"
        className={button({ className: 'max-md:hidden' })}
      >
        <Monitor size={15} aria-hidden />
        {t('toWall')}
      </a>
    </>
  )
}
