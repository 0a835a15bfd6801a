'use client'

import type { ReactNode } from 'react'
import { Campaigns, CampaignVolume } from './wall-campaign'
import { ChannelMultiples, Channels } from './wall-channels'
import { AlarmList, Focus } from './wall-focus'
import { NightHours, NightSummary } from './wall-night'
import { Complaints, Kinds, OpenComplaints, Spread } from './wall-satisfaction'
import { Helpers, Teams } from './wall-teams'
import { Trend } from './wall-trend'

const SCENES = ['overview', 'channels', 'teams', 'satisfaction', 'campaign', 'night'] as const
export type SceneKey = (typeof SCENES)[number] | 'alarm'

/** The name of a scene for its text; a board without a scene of its own is drawn as the overview. */
export function sceneKey(scene: string): SceneKey {
  return scene === 'alarm' ? 'alarm' : (SCENES.find((it) => it === scene) ?? 'overview')
}

/** Zones B, C, D and F of a scene; E and strip A are the same in each. `alarm` takes the place of F. */
export function Scene({ scene, alarm }: { readonly scene: string; readonly alarm: ReactNode }) {
  switch (sceneKey(scene)) {
    case 'channels':
      return (
        <>
          <Channels tall />
          <ChannelMultiples />
          {alarm ?? <Focus />}
        </>
      )
    case 'teams':
      return (
        <>
          <Teams tall />
          <Helpers />
          {alarm ?? <Trend zone="z-f" />}
        </>
      )
    case 'satisfaction':
      return (
        <>
          <Kinds />
          <Spread />
          <Complaints />
          {alarm ?? <OpenComplaints />}
        </>
      )
    case 'campaign':
      return (
        <>
          <Campaigns />
          <CampaignVolume />
          {alarm ?? <Focus />}
        </>
      )
    case 'night':
      return (
        <>
          <NightSummary />
          <NightHours />
          {alarm ?? <AlarmList />}
        </>
      )
    case 'alarm':
    case 'overview':
      return (
        <>
          <Channels />
          <Teams />
          <Trend zone="z-d" />
          {alarm ?? <Focus />}
        </>
      )
  }
}

/** Scenes whose left side is one tall zone; on an upright screen it is followed by zone D. */
export function isPair(scene: string): boolean {
  return ['channels', 'teams', 'campaign', 'night'].includes(scene)
}
