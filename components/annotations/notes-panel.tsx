'use client'

import { Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { failed, undo } from '@/components/ui/toast'
import { channelName, teamName } from '@/lib/i18n/names'
import { NoteForm } from './note-form'
import {
  addNote,
  changeNote,
  deleteNote,
  type Note,
  type NoteDraft,
  type NoteScope,
  useNotes,
} from './note-store'

type Open = { readonly kind: 'add' } | { readonly kind: 'change'; readonly note: Note } | null

const ICON_BUTTON =
  'grid size-7 shrink-0 place-items-center rounded-control text-ink-3 hover:bg-accent hover:text-ink max-md:size-11'

const draftOf = ({ at, until, kind, text, channel, team }: Note): Omit<NoteDraft, 'id'> => ({
  at,
  until,
  kind,
  text,
  channel,
  team,
})

/** The notes of a period by time, and a form to write one. What is taken away can be had back. */
export function NotesPanel({ scope }: { readonly scope: NoteScope }) {
  const t = useTranslations('annotations')
  const f = useFormats()
  const { notes, mayWrite, teams, state } = useNotes(scope)
  const [open, setOpen] = useState<Open>(null)

  const add = async (draft: NoteDraft) => {
    const written = await addNote(draft)
    if (!written.ok) return written.why
    undo(t('added'), t('undo'), () => void deleteNote(written.id))
    setOpen(null)
    return null
  }
  const change = async (note: Note, draft: NoteDraft) => {
    const written = await changeNote(note.id, draft)
    if (!written.ok) return written.why
    undo(t('saved'), t('undo'), () => void changeNote(note.id, draftOf(note)))
    setOpen(null)
    return null
  }
  const take = async (note: Note) => {
    const written = await deleteNote(note.id)
    if (written.ok) undo(t('deleted'), t('undo'), () => void addNote({ id: note.id, ...draftOf(note) }))
    else failed(t(written.why))
  }

  if (open !== null) {
    return (
      <NoteForm
        scope={scope}
        teams={teams}
        start={open.kind === 'change' ? open.note : null}
        onCancel={() => setOpen(null)}
        onSubmit={(draft) => (open.kind === 'add' ? add(draft) : change(open.note, draft))}
      />
    )
  }
  const sorted = [...notes].sort((a, b) => b.at - a.at)
  return (
    <div data-notes>
      <div className="flex min-h-11 items-center justify-between gap-2 border-b border-line pr-2 pl-4">
        <h3 className="text-body font-[600]">{t('title')}</h3>
        {mayWrite ? (
          <Button
            size="small"
            onClick={() => setOpen({ kind: 'add' })}
            className="max-md:h-11!"
            data-add-note
          >
            <Plus size={13} aria-hidden className="mr-1" />
            {t('add')}
          </Button>
        ) : null}
      </div>
      {sorted.length === 0 ? (
        <p className="px-4 py-4 text-body text-ink-2">
          {state === 'ready' ? t('none') : state === 'failed' ? t('loadFailed') : t('loading')}
        </p>
      ) : (
        <ul className="max-h-[320px] overflow-y-auto py-1">
          {sorted.map((note) => (
            <li key={note.id} data-note-kind={note.kind} className="flex items-start gap-1 py-1.5 pr-2 pl-4">
              <span className="min-w-0 flex-1">
                <span className="block text-body break-words text-ink">{note.text}</span>
                <span className="block text-caption text-ink-3">
                  {note.origin === 'calendar'
                    ? f.period(note.at, note.until ?? note.at)
                    : whenOf(note, f, t('still'))}
                  {' · '}
                  {t(`kind.${note.kind}`)}
                  {note.origin === 'hand' ? '' : ` · ${t(`origin.${note.origin}`)}`}
                  {note.channel === null ? '' : ` · ${channelName(f.locale, note.channel)}`}
                  {note.team === null ? '' : ` · ${teamName(note.team)}`}
                </span>
              </span>
              {mayWrite && note.origin === 'hand' ? (
                <>
                  <button
                    type="button"
                    className={ICON_BUTTON}
                    aria-label={t('editOf', { text: note.text })}
                    onClick={() => setOpen({ kind: 'change', note })}
                  >
                    <Pencil size={13} aria-hidden />
                  </button>
                  <button
                    type="button"
                    className={ICON_BUTTON}
                    aria-label={t('deleteOf', { text: note.text })}
                    onClick={() => void take(note)}
                  >
                    <Trash2 size={13} aria-hidden />
                  </button>
                </>
              ) : null}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function whenOf(note: Note, f: ReturnType<typeof useFormats>, still: string): string {
  if (note.until === null)
    return note.origin === 'source' || note.origin === 'incident'
      ? `${f.dateTime(note.at)} – ${still}`
      : f.dateTime(note.at)
  const sameDay = f.date(note.at) === f.date(note.until)
  return `${f.dateTime(note.at)} – ${sameDay ? f.time(note.until) : f.dateTime(note.until)}`
}
