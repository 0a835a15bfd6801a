'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'

/** The size of the box a picture is drawn in, px; 0 until it is known. Follows the box. */
export function useSize(): {
  readonly box: RefObject<HTMLDivElement | null>
  readonly width: number
  readonly height: number
} {
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 0, height: 0 })
  useEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () =>
      setSize((before) =>
        before.width === element.clientWidth && before.height === element.clientHeight
          ? before
          : { width: element.clientWidth, height: element.clientHeight },
      )
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { box, ...size }
}
