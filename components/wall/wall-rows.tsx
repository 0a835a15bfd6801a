'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'

/**
 * How many rows a box holds, at most `most`: a row is never cut in half. `em` is the least height of one in the box's
 * own type size.
 */
export function useRoom(most: number, em: number): [RefObject<HTMLDivElement | null>, number] {
  const box = useRef<HTMLDivElement>(null)
  const [rows, setRows] = useState(most)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => {
      const size = Number.parseFloat(getComputedStyle(element).fontSize) || 16
      if (element.clientHeight === 0) return
      setRows(Math.max(1, Math.min(most, Math.floor(element.clientHeight / (size * em) + 0.02))))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [most, em])
  return [box, rows]
}
