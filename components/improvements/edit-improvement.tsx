'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { Person } from '@/components/tasks/new-task'
import { button } from '@/components/ui/button'
import type { ImprovementState } from '@/lib/follow-up/improvement'

// The drawer and the schema that checks the form come with the first click.
const Drawer = dynamic(() => import('@/components/screens/drawer').then((file) => file.Drawer))
const ImprovementForm = dynamic(() => import('./improvement-form').then((file) => file.ImprovementForm))

/** What an improvement can be measured by; people write shares in points and the rest in the metric's unit. */
export interface MeasureChoice {
  readonly id: string
  readonly label: string
  readonly unit: string
  readonly share: boolean
}

export interface ImprovementChoices {
  readonly people: readonly Person[]
  readonly teams: readonly string[]
  /** whether no team in particular may be named */
  readonly wholeCompany: boolean
  readonly channels: readonly { readonly value: string; readonly label: string }[]
  readonly metrics: readonly MeasureChoice[]
}

export interface EditedImprovement {
  readonly number: number | null
  readonly title: string
  readonly note: string | null
  readonly state: ImprovementState
  readonly ownerId: string | null
  readonly team: string | null
  readonly dueOn: string | null
  readonly startedOn: string | null
  readonly metric: string | null
  readonly scope: { readonly channel?: string | null }
  readonly expected: number | null
  readonly incidentId: string | null
  readonly suggestion: string | null
}

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
