'use client'

import { useMemo } from 'react'
import { TrendChart, type TrendData } from '@/components/charts'
import { type Note, type NoteScope, type Notes, useNotes } from './note-store'

const ORDER: readonly Note['kind'][] = ['incident', 'outage', 'campaign', 'change', 'holiday']
const DAY = 86_400_000

/** A trend with the notes of its period: what went wrong first, then what was planned, the newest of each first. */
export function AnnotatedTrend({
  data,
  label,
  className,
  scope,
  brought = null,
}: {
  readonly data: TrendData
  readonly label: string
  readonly className: string
  readonly scope: NoteScope
  /** the notes, where the page has read them */
  readonly brought?: Notes | null
}) {
  const { notes } = useNotes(scope, brought)
  const annotated = useMemo(() => {
    const shown = notes
      .filter((note) => note.at < data.to && (note.until ?? note.at) >= data.from)
      .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || b.at - a.at)
    return {
      ...data,
      annotations: shown.map((note) => ({
        at: Math.max(note.at, data.from),
        text: note.text,
        // On an axis of days the date says where it stands; on one of hours a whole day has no time.
        ...(note.origin === 'calendar' && data.to - data.from <= 2 * DAY ? { days: true } : {}),
      })),
    }
  }, [data, notes])
  return <TrendChart data={annotated} label={label} className={className} />
}
