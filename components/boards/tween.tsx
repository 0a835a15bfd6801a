'use client'

import { useEffect, useRef, useState } from 'react'

/** A number that walks to its next value in at most 300 ms; at once where motion is not wanted. */
export function Tween({
  value,
  format,
}: {
  readonly value: number
  readonly format: (value: number) => string
}) {
  const [shown, setShown] = useState(value)
  const from = useRef(value)

  useEffect(() => {
    const start = from.current
    if (start === value) return
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      from.current = value
      setShown(value)
      return
    }
    const began = performance.now()
    let frame = requestAnimationFrame(function step(at) {
      const share = Math.min((at - began) / 280, 1)
      const eased = 1 - (1 - share) ** 3
      const next = share === 1 ? value : start + (value - start) * eased
      from.current = next
      setShown(next)
      if (share < 1) frame = requestAnimationFrame(step)
    })
    return () => cancelAnimationFrame(frame)
  }, [value])

  return <>{format(Number.isInteger(value) ? Math.round(shown) : shown)}</>
}
