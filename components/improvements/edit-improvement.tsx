'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { button } from '@/components/ui/button'
import type { EditedImprovement, ImprovementChoices } from './types'

// The drawer and the schema that checks the form come with the first click.
const Drawer = dynamic(() => import('@/components/screens/drawer').then((file) => file.Drawer))
const ImprovementForm = dynamic(() => import('./improvement-form').then((file) => file.ImprovementForm))

const EMPTY: EditedImprovement = {
  number: null,
  title: '',
  note: null,
  state: 'planned',
  ownerId: null,
  team: null,
  dueOn: null,
  startedOn: null,
  metric: null,
  scope: {},
  expected: null,
  incidentId: null,
  suggestion: null,
}

/** The button that opens the form: of a new improvement, or of the one that is given. */
export function EditImprovement({
  choices,
  improvement,
}: {
  readonly choices: ImprovementChoices
  readonly improvement?: EditedImprovement
}) {
  const t = useTranslations('improvements')
  const [open, setOpen] = useState(false)
  const name = improvement === undefined ? t('new') : t('edit')
  return (
    <>
      <button
        type="button"
        className={button(improvement === undefined ? { look: 'primary' } : { size: 'small' })}
        onClick={() => setOpen(true)}
      >
        {name}
      </button>
      {open ? (
        <Drawer title={improvement?.title ?? name} onClose={() => setOpen(false)}>
          <ImprovementForm
            choices={choices}
            improvement={improvement ?? EMPTY}
            onDone={() => setOpen(false)}
          />
        </Drawer>
      ) : null}
    </>
  )
}
