'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { button } from '@/components/ui/button'
import type { Person } from './person'

// The drawer and the schema that checks the form come with the first click.
const Drawer = dynamic(() => import('@/components/screens/drawer').then((file) => file.Drawer))
const TaskForm = dynamic(() => import('./task-form').then((file) => file.TaskForm))

/** The button that opens the form of a new task, in a drawer; afterwards the list shows it. */
export function NewTask({
  people,
  teams,
  incidentId = null,
  title = '',
  look = 'primary',
}: {
  readonly people: readonly Person[]
  /** teams it may be given to */
  readonly teams: readonly string[]
  readonly incidentId?: string | null
  readonly title?: string
  readonly look?: 'primary' | 'secondary'
}) {
  const t = useTranslations('tasks')
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className={button({ look })} onClick={() => setOpen(true)}>
        {t('new')}
      </button>
      {open ? (
        <Drawer title={t('new')} onClose={() => setOpen(false)}>
          <TaskForm
            people={people}
            teams={teams}
            incidentId={incidentId}
            title={title}
            onDone={() => setOpen(false)}
          />
        </Drawer>
      ) : null}
    </>
  )
}
