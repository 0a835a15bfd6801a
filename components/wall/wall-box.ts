import { type RefObject, useEffect, useRef, useState } from 'react'
import { useWall } from './wall-context'

/** A box as the browser has laid it out, px. */
export interface Box {
  readonly width: number
  readonly height: number
  /** size of its type */
  readonly font: number
}

/** One entry for each box of each scene: a scene that comes back is drawn right at once. */
const known = new Map<string, Box>()

const same = (a: Box | null, b: Box) =>
  a !== null && a.width === b.width && a.height === b.height && a.font === b.font

/**
 * Size of a box, or as it was when this scene was last shown, or null. It is read when the browser has laid the page out
 * by itself: to ask sooner would lay it out within the update, twice as long a stretch in one piece. `name` tells the
 * boxes of a scene apart.
 */
export function useBox(name: string): [RefObject<HTMLDivElement | null>, Box | null] {
  const key = `${useWall((state) => state.scene)} ${name}`
  const element = useRef<HTMLDivElement>(null)
  const [box, setBox] = useState<Box | null>(() => known.get(key) ?? null)
  useEffect(() => {
    const target = element.current
    if (!target) return
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = target
      if (height === 0) return
      const next = { width, height, font: Number.parseFloat(getComputedStyle(target).fontSize) || 16 }
      known.set(key, next)
      setBox((before) => (same(before, next) ? before : next))
    })
    observer.observe(target)
    return () => observer.disconnect()
  }, [key])
  return [element, box]
}
