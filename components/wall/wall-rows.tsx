'use client'

import type { RefObject } from 'react'
import { useBox } from './wall-box'

/**
 * How many rows a box holds, at most `most`: a row is never cut in half. `em` is the least height of one in the box's
 * own type size; `place` tells boxes of one scene apart that ask alike.
 */
export function useRoom(most: number, em: number, place = ''): [RefObject<HTMLDivElement | null>, number] {
  const [element, box] = useBox(`rows ${most} ${em} ${place}`)
  const room = box === null ? most : Math.floor(box.height / (box.font * em) + 0.02)
  return [element, Math.max(1, Math.min(most, room))]
}
