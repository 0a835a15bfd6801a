'use client'

import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import { isOld } from '@/components/boards/live-state'
import { useNow } from '@/components/boards/use-now'
import { type Density, densityOf } from '@/lib/boards/density'
import type { TileState, TileValue } from '@/lib/boards/types'
import type { WallState, WallStore } from './wall-store'

const Context = createContext<{
  readonly store: WallStore
  readonly asked: Density | null
  readonly renderedAt: number
} | null>(null)

export function WallProvider({
  store,
  asked,
  renderedAt,
  children,
}: {
  readonly store: WallStore
  /** density of the address; wins over the settings */
  readonly asked: Density | null
  readonly renderedAt: number
  readonly children: ReactNode
}) {
  return <Context value={{ store, asked, renderedAt }}>{children}</Context>
}

function useContextOfWall() {
  const found = useContext(Context)
  if (!found) throw new Error('this needs a WallProvider above it')
  return found
}

/** A part of what the wall knows. `select` must answer the same object while that part has not changed. */
export function useWall<Part>(select: (state: WallState) => Part): Part {
  const { store } = useContextOfWall()
  return useSyncExternalStore(
    store.subscribe,
    () => select(store.get()),
    () => select(store.getServer()),
  )
}

export function useTile(id: string): TileValue | undefined {
  return useWall((state) => state.live.tiles[id])
}

/** Whether the picture is older than it should be. */
export function useOld(): boolean {
  return useWall((state) => isOld(state.trouble))
}

/** Whether any frame has come yet. */
export function useBegun(): boolean {
  return useWall((state) => state.live.at > 0)
}

/** The state to show for a tile: what is old has none. */
export function useTileState(tile: TileValue | undefined): TileState {
  return useOld() ? 'none' : (tile?.state ?? 'none')
}

export function useDensity(): Density {
  const { asked } = useContextOfWall()
  return useWall((state) => asked ?? densityOf(state.settings))
}

/** The server's clock in whole seconds, epoch ms; stands still with an old picture, so that nothing old looks alive. */
export function useServerNow(): number {
  const { renderedAt } = useContextOfWall()
  const own = useNow(renderedAt)
  return useWall(({ live, trouble }) =>
    isOld(trouble) && live.at > 0 ? live.at : own + Math.round(live.skew / 1000) * 1000,
  )
}

/** The clock on the wall goes on whatever the picture does. */
export function useClock(): number {
  const { renderedAt } = useContextOfWall()
  const own = useNow(renderedAt)
  return useWall(({ live }) => own + Math.round(live.skew / 1000) * 1000)
}
