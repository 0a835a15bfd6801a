'use client'

import { Flag } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'use-intl'
import { Pop } from '@/components/ui/pop'
import { type NoteScope, type Notes, useNotes } from './note-store'

const NotesPanel = dynamic(() => import('./notes-panel').then((module) => module.NotesPanel), {
  ssr: false,
  loading: () => <div className="h-[180px]" />,
})

/** Opens the notes of a chart: what there is, and for those who may, adding, changing and taking away. */
export function NotesButton({
  scope,
  title,
  brought = null,
}: {
  readonly scope: NoteScope
  readonly title: string
  /** the notes, where the page has read them */
  readonly brought?: Notes | null
}) {
  const t = useTranslations('annotations')
  const { notes } = useNotes(scope, brought)
  return (
    <Pop
      label={t('buttonLabel', { title })}
      width="w-[340px] max-w-[calc(100vw-24px)]"
      align="end"
      aria-label={t('buttonLabel', { title })}
      className="flex h-7 items-center gap-1 rounded-control px-1.5 text-caption text-ink-2 hover:bg-accent hover:text-ink max-md:h-11"
      panel={() => <NotesPanel scope={scope} />}
    >
      <Flag size={13} strokeWidth={1.6} aria-hidden />
      {notes.length === 0 ? t('button') : t('buttonCount', { count: notes.length })}
    </Pop>
  )
}
