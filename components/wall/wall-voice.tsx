'use client'

import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { languageTag } from '@/lib/i18n/locale'
import { isQuiet } from './quiet-hours'
import { useShownAlarm } from './wall-alarm'
import { useWall } from './wall-context'
import { useAlarmWords } from './wall-names'

/** Two short tones, the second higher; louder for the worst. */
function tone(context: AudioContext, worst: boolean): void {
  const start = context.currentTime + 0.02
  for (const [i, hertz] of [660, 880].entries()) {
    const oscillator = context.createOscillator()
    const gain = context.createGain()
    oscillator.frequency.value = hertz
    oscillator.connect(gain).connect(context.destination)
    const at = start + i * 0.28
    gain.gain.setValueAtTime(0, at)
    gain.gain.linearRampToValueAtTime(worst ? 0.5 : 0.25, at + 0.03)
    gain.gain.exponentialRampToValueAtTime(0.001, at + 0.26)
    oscillator.start(at)
    oscillator.stop(at + 0.28)
    oscillator.onended = () => {
      oscillator.disconnect()
      gain.disconnect()
    }
  }
}

/**
 * A tone and a sentence when an alarm comes to the front, where the settings ask for them and the hour allows. A browser
 * that wants to be touched first gets a small sign instead of silence nobody knows of.
 */
export function Voice() {
  const sound = useWall((state) => state.settings.sound)
  const speech = useWall((state) => state.settings.speech)
  const quiet = useWall((state) => state.settings.quiet)
  const shown = useShownAlarm()
  const since = useWall((state) => state.alarm.showing?.since ?? null)
  const skew = useWall((state) => state.live.skew)
  const f = useFormats()
  const t = useTranslations('wall')
  const { nameOf, actionOf } = useAlarmWords()
  const context = useRef<AudioContext | null>(null)
  const [blocked, setBlocked] = useState(false)
  const [mute, setMute] = useState(false)
  const wanted = sound || speech

  useEffect(() => {
    if (!sound || typeof AudioContext === 'undefined') return
    const made = new AudioContext()
    context.current = made
    const look = () => setBlocked(made.state === 'suspended')
    const wake = () => void made.resume().then(look, look)
    look()
    made.addEventListener('statechange', look)
    document.addEventListener('pointerdown', wake)
    document.addEventListener('keydown', wake)
    return () => {
      made.removeEventListener('statechange', look)
      document.removeEventListener('pointerdown', wake)
      document.removeEventListener('keydown', wake)
      context.current = null
      void made.close()
      setBlocked(false)
    }
  }, [sound])

  useEffect(() => {
    if (!speech || typeof speechSynthesis === 'undefined') return
    // Only by trying does one learn whether this browser lets a page speak that nobody has touched.
    const attempt = () => {
      const nothing = new SpeechSynthesisUtterance(' ')
      nothing.volume = 0
      nothing.onerror = ({ error }) => error === 'not-allowed' && setMute(true)
      nothing.onend = () => setMute(false)
      speechSynthesis.speak(nothing)
    }
    const allow = () => {
      document.removeEventListener('pointerdown', allow)
      document.removeEventListener('keydown', allow)
      setMute(false)
      attempt()
    }
    attempt()
    document.addEventListener('pointerdown', allow)
    document.addEventListener('keydown', allow)
    return () => {
      document.removeEventListener('pointerdown', allow)
      document.removeEventListener('keydown', allow)
      setMute(false)
    }
  }, [speech])

  // biome-ignore lint/correctness/useExhaustiveDependencies: it speaks once for each alarm that comes to the front
  useEffect(() => {
    if (!wanted || since === null || !shown) return
    if (isQuiet(quiet, Date.now() + skew, f.zone)) return
    if (sound && context.current?.state === 'running') tone(context.current, shown.mode === 'full')
    if (!speech || typeof speechSynthesis === 'undefined') return
    const { row } = shown
    const said = new SpeechSynthesisUtterance(
      t('alarm.spoken', {
        what: nameOf(row),
        value: f.value(row.unit, row.value),
        limit: f.value(row.unit, row.limit),
        action: actionOf(row),
      }),
    )
    said.lang = languageTag(f.locale)
    speechSynthesis.cancel()
    speechSynthesis.speak(said)
    return () => speechSynthesis.cancel()
  }, [since, wanted])

  return blocked || mute ? (
    <p className="wall-sound" data-sound-blocked>
      {t('sound')}
    </p>
  ) : null
}
