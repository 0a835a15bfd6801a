'use client'

import { useTranslations } from 'use-intl'
import { Field, Text, Tick } from '@/components/ui/fields'
import { TokenPanel } from './token'
import type { Draft } from './types'

/** The task that an alarm of a rule becomes. */
export function TaskToken({
  draft,
  disabled,
  onChange,
}: {
  readonly draft: Draft
  readonly disabled: boolean
  readonly onChange: (change: Partial<Draft>) => void
}) {
  const t = useTranslations('rules')
  const { task } = draft
  return (
    <TokenPanel
      label={t('token.task')}
      text={task === null ? t('sentence.noTask') : task.title}
      disabled={disabled}
      width="w-[320px]"
      panel={() => (
        <div className="flex flex-col gap-3 p-3">
          <Tick
            checked={task !== null}
            onChange={(on) =>
              onChange({ task: on ? { title: draft.name || t('newTitle'), dueHours: 24 } : null })
            }
          >
            {t('token.task')}
          </Tick>
          {task === null ? null : (
            <>
              <Field label={t('task.title')}>
                <Text
                  value={task.title}
                  maxLength={120}
                  onChange={(event) => onChange({ task: { ...task, title: event.currentTarget.value } })}
                />
              </Field>
              <Field label={t('task.due')}>
                <Text
                  type="number"
                  min={0.25}
                  step={1}
                  value={task.dueHours}
                  onChange={(event) => {
                    const dueHours = event.currentTarget.valueAsNumber
                    if (dueHours > 0) onChange({ task: { ...task, dueHours } })
                  }}
                />
              </Field>
            </>
          )}
        </div>
      )}
    />
  )
}
