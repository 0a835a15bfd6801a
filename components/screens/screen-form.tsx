'use client'

import { type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { Amount, Choice, Field, Text, Tick } from '@/components/ui/fields'
import { DENSITIES, densityOf, legibility } from '@/lib/boards/density'
import type { ScreenSettings } from '@/lib/boards/screen-settings'
import { teamName } from '@/lib/i18n/names'
import type { Refusal } from './screens-api'
import type { ScreenChoices } from './types'
import { useRefusal, useSceneName } from './wording'

export interface ScreenDraft {
  readonly label: string
  readonly board: string
  readonly scope: { readonly team: string | null }
  readonly settings: ScreenSettings
}

export const NEW_SCREEN: Omit<ScreenDraft, 'board' | 'scope'> = {
  label: '',
  settings: {
    scenes: [],
    rotateSeconds: 30,
    inches: null,
    metres: null,
    density: null,
    locale: null,
    sound: false,
    speech: false,
    quiet: null,
  },
}

const ROTATIONS = [15, 20, 30, 45, 60, 120]

/** What a screen shows and how: to pair one (with its code) or to change one. */
export function ScreenForm({
  start,
  choices,
  withCode,
  submit,
  onSubmit,
  onCancel,
}: {
  readonly start: ScreenDraft
  readonly choices: ScreenChoices
  readonly withCode: boolean
  readonly submit: string
  /** null = done */
  readonly onSubmit: (draft: ScreenDraft, code: string) => Promise<Refusal | null>
  readonly onCancel: () => void
}) {
  const t = useTranslations('screens')
  const sceneName = useSceneName()
  const refusalText = useRefusal()
  const [draft, setDraft] = useState(start)
  const [code, setCode] = useState('')
  const [pending, setPending] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const { settings } = draft
  const set = (patch: Partial<ScreenSettings>) =>
    setDraft((before) => ({ ...before, settings: { ...before.settings, ...patch } }))
  const teams =
    draft.scope.team === null || choices.teams.includes(draft.scope.team)
      ? choices.teams
      : [draft.scope.team, ...choices.teams]

  return (
    <form
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        setPending(true)
        setRefusal(null)
        void onSubmit(draft, code).then((refused) => {
          setPending(false)
          setRefusal(refused)
        })
      }}
    >
      <div className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto overscroll-contain px-5 py-5">
        {withCode ? (
          <Field label={t('code')} hint={t('codeHint')}>
            <Text
              name="code"
              required
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={12}
              placeholder="7KM-4QX"
              value={code}
              aria-invalid={refusal?.kind === 'code'}
              onChange={(event) => {
                setCode(event.currentTarget.value)
                setRefusal(null)
              }}
              className="h-12! text-[24px]! font-[600] tracking-[0.06em] uppercase placeholder:font-[420]"
            />
          </Field>
        ) : null}
        <Field label={t('label')}>
          <Text
            name="label"
            maxLength={200}
            placeholder={t('labelHint')}
            value={draft.label}
            onChange={(event) => setDraft({ ...draft, label: event.currentTarget.value })}
          />
        </Field>
        <Field label={t('board')}>
          <Choice
            name="board"
            value={draft.board}
            onChange={(event) => setDraft({ ...draft, board: event.currentTarget.value })}
          >
            {choices.boards.map((board) => (
              <option key={board} value={board}>
                {sceneName(board)}
              </option>
            ))}
          </Choice>
        </Field>
        {choices.boards.length > 1 ? (
          <fieldset>
            <legend className="text-body font-[540] text-ink">{t('scenes')}</legend>
            <div className="mt-1 grid grid-cols-2 gap-x-4">
              {choices.boards.map((board) => (
                <Tick
                  key={board}
                  checked={settings.scenes.includes(board)}
                  onChange={(on) =>
                    set({
                      scenes: choices.boards.filter((it) =>
                        it === board ? on : settings.scenes.includes(it),
                      ),
                    })
                  }
                >
                  {sceneName(board)}
                </Tick>
              ))}
            </div>
            <p className="mt-1 text-caption text-ink-3">{t('scenesHint')}</p>
          </fieldset>
        ) : null}
        {settings.scenes.length > 1 ? (
          <Field label={t('rotate')}>
            <Choice
              value={settings.rotateSeconds ?? 30}
              onChange={(event) => set({ rotateSeconds: Number(event.currentTarget.value) })}
            >
              {[...new Set([...ROTATIONS, settings.rotateSeconds ?? 30])]
                .sort((a, b) => a - b)
                .map((seconds) => (
                  <option key={seconds} value={seconds}>
                    {seconds} {t('seconds')}
                  </option>
                ))}
            </Choice>
          </Field>
        ) : null}
        <Field label={t('scope')}>
          <Choice
            name="team"
            value={draft.scope.team ?? ''}
            onChange={(event) => {
              const team = event.currentTarget.value
              setDraft({ ...draft, scope: { team: team === '' ? null : team } })
            }}
          >
            {choices.company ? <option value="">{t('company')}</option> : null}
            {teams.map((team) => (
              <option key={team} value={team}>
                {teamName(team)}
              </option>
            ))}
          </Choice>
        </Field>
        <fieldset>
          <legend className="mb-1.5 text-body font-[540] text-ink">{t('size')}</legend>
          <div className="flex gap-4">
            <Amount
              label={t('inches')}
              unit={t('inchUnit')}
              value={settings.inches}
              onValue={(inches) => set({ inches })}
              min={10}
              max={300}
              step={1}
            />
            <Amount
              label={t('metres')}
              unit={t('metreUnit')}
              value={settings.metres}
              onValue={(metres) => set({ metres })}
              min={0.3}
              max={50}
              step={0.1}
            />
          </div>
          <Reading settings={settings} />
        </fieldset>
        <Field label={t('densityLabel')}>
          <Choice
            name="density"
            value={settings.density ?? ''}
            onChange={(event) =>
              set({ density: DENSITIES.find((it) => it === event.currentTarget.value) ?? null })
            }
          >
            <option value="">{t('densityAuto')}</option>
            {DENSITIES.map((density) => (
              <option key={density} value={density}>
                {t(`densityLong.${density}`)}
              </option>
            ))}
          </Choice>
        </Field>
        <Field label={t('language')}>
          <Choice
            name="locale"
            value={settings.locale ?? ''}
            onChange={(event) => {
              const { value } = event.currentTarget
              set({ locale: value === 'zh' || value === 'en' ? value : null })
            }}
          >
            <option value="">{t('languageAuto')}</option>
            <option value="zh">中文</option>
            <option value="en">English</option>
          </Choice>
        </Field>
        <div className="flex flex-col">
          <Tick checked={settings.sound} onChange={(sound) => set({ sound })}>
            {t('sound')}
          </Tick>
          <Tick checked={settings.speech} onChange={(speech) => set({ speech })}>
            {t('speech')}
          </Tick>
          <Tick
            checked={settings.quiet !== null}
            onChange={(on) => set({ quiet: on ? { from: '22:00', to: '08:00' } : null })}
          >
            {t('quietOn')}
          </Tick>
          {settings.quiet !== null ? (
            <QuietHours quiet={settings.quiet} onQuiet={(quiet) => set({ quiet })} />
          ) : null}
        </div>
      </div>
      <footer className="flex shrink-0 flex-col gap-2 border-t border-line px-5 pt-3 pb-[calc(12px+env(safe-area-inset-bottom))]">
        <p role="alert" className="text-body text-bad empty:hidden">
          {refusal === null ? null : refusalText(refusal)}
        </p>
        <div className="flex gap-2">
          <Button type="submit" look="primary" disabled={pending} className="max-md:h-11! max-md:flex-1">
            {submit}
          </Button>
          <Button look="quiet" onClick={onCancel} className="max-md:h-11!">
            {t('cancel')}
          </Button>
        </div>
      </footer>
    </form>
  )
}

/** Which letters follow from the screen and its farthest seat, and whether they can be read there. */
function Reading({ settings }: { readonly settings: ScreenSettings }): ReactNode {
  const t = useTranslations('screens')
  const f = useFormats()
  const { inches, metres } = settings
  if (inches === null || metres === null || !(inches > 0) || !(metres > 0)) {
    return <p className="mt-1.5 text-caption text-ink-3">{t('densityUnknown')}</p>
  }
  const found = legibility(inches, metres)
  const density = densityOf({ ...settings, density: null })
  return (
    <p className="mt-1.5 text-caption text-ink-2" data-density={density} aria-live="polite">
      {t('densityFollows', { density: t(`densityLong.${density}`) })}
      {f.locale === 'en' ? ' ' : ''}
      {found.tooSmall ? (
        <span className="text-watch">
          {t('tooSmall', { metres, farthest: found.farthestMetres, inches: found.inchesNeeded })}
        </span>
      ) : (
        t('fits', { metres })
      )}
    </p>
  )
}

function QuietHours({
  quiet,
  onQuiet,
}: {
  readonly quiet: { readonly from: string; readonly to: string }
  readonly onQuiet: (quiet: { from: string; to: string }) => void
}) {
  const t = useTranslations('screens')
  return (
    <div className="flex items-center gap-2 pl-[26px] text-body text-ink-2">
      <Text
        type="time"
        required
        aria-label={`${t('quiet')} ${t('from')}`}
        value={quiet.from}
        onChange={(event) => onQuiet({ ...quiet, from: event.currentTarget.value })}
        className="w-[112px]!"
      />
      {t('to')}
      <Text
        type="time"
        required
        aria-label={`${t('quiet')} ${t('to')}`}
        value={quiet.to}
        onChange={(event) => onQuiet({ ...quiet, to: event.currentTarget.value })}
        className="w-[112px]!"
      />
    </div>
  )
}
