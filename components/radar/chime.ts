'use client'

import { useSyncExternalStore } from 'react'

const KEY = 'helmline.radar.sound'
const listeners = new Set<() => void>()
let audio: AudioContext | null = null

function stored(): boolean {
  try {
    return localStorage.getItem(KEY) === 'on'
  } catch {
    return false
  }
}

/** Whether this browser wants to hear of breaches; kept between visits. */
export function useSound(): readonly [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stored,
    () => false,
  )
  return [
    on,
    (next) => {
      try {
        localStorage.setItem(KEY, next ? 'on' : 'off')
      } catch {
        // Without storage it is off the next time.
      }
      // Browsers let a page make sounds only after it was touched; the switch is such a touch.
      if (next) chime()
      for (const listener of listeners) listener()
    },
  ]
}

/** Two short notes. */
export function chime(): void {
  audio ??= new AudioContext()
  const start = audio.currentTime
  for (const [i, pitch] of [660, 880].entries()) {
    const tone = audio.createOscillator()
    const volume = audio.createGain()
    tone.frequency.value = pitch
    volume.gain.setValueAtTime(0.0001, start + i * 0.16)
    volume.gain.exponentialRampToValueAtTime(0.2, start + i * 0.16 + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.0001, start + i * 0.16 + 0.15)
    tone.connect(volume).connect(audio.destination)
    tone.start(start + i * 0.16)
    tone.stop(start + i * 0.16 + 0.16)
  }
}
