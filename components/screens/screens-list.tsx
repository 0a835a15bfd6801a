'use client'

import { MonitorUp } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useCallback, useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { useFormats } from '@/components/shell/locale-provider'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { Empty } from '@/components/ui/notice'
import { StateGlyph, WORD_COLOR } from '@/components/ui/state-badge'
import { said, undo } from '@/components/ui/toast'
import { DENSITIES } from '@/lib/boards/density'
import type { TileState } from '@/lib/boards/types'
import { teamName } from '@/lib/i18n/names'
import { NEW_SCREEN, type ScreenDraft, ScreenForm } from './screen-form'
import { callScreens } from './screens-api'
import { TellForm } from './tell-form'
import type { ScreenChoices, ScreenView } from './types'
import { useRefusal, useSceneName } from './wording'

// What opens over the page comes with the first of them.
const Drawer = dynamic(() => import('./drawer').then((loaded) => loaded.Drawer), { ssr: false })
const ConfirmRevoke = dynamic(() => import('./confirm-revoke').then((loaded) => loaded.ConfirmRevoke), {
  ssr: false,
})

const LOOK_EVERY_MS = 10_000
/** An ended screen stays to be seen for this long, in milliseconds. */
const ENDED_SHOWN_MS = 10 * 60_000

const GLYPH: Record<ScreenView['state'], TileState> = {
  live: 'ok',
  lost: 'none',
  waiting: 'closed',
  ended: 'none',
}

type Open =
  | { readonly kind: 'pair' }
  | { readonly kind: 'edit' | 'tell' | 'revoke'; readonly id: string }
  | null

/** All screens: how they are, and what can be done with each. Looks again every 10 s. */
export function ScreensList({
  initial,
  choices,
  now,
  address,
}: {
  readonly initial: readonly ScreenView[]
  readonly choices: ScreenChoices
  /** server's clock, epoch ms */
  readonly now: number
  /** what a television opens */
  readonly address: string
}) {
  const t = useTranslations('screens')
  const refusalText = useRefusal()
  const [screens, setScreens] = useState(initial)
  const [at, setAt] = useState(now)
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)

  const look = useCallback(async () => {
    const answer = await callScreens<{ screens: ScreenView[] }>('GET', '')
    if (!answer.ok) return
    setScreens(answer.value.screens)
    setAt((before) => Math.max(before, ...answer.value.screens.map((screen) => screen.lastSeenAt ?? 0)))
  }, [])

  useEffect(() => {
    const skew = now - Date.now()
    const timer = setInterval(() => {
      setAt(Date.now() + skew)
      if (document.visibilityState === 'visible') void look()
    }, LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [look, now])

  const shown = screens.filter(
    (screen) => screen.revokedAt === null || at - screen.revokedAt < ENDED_SHOWN_MS,
  )
  const standing = shown.filter((screen) => screen.state !== 'ended')
  const live = standing.filter((screen) => screen.state === 'live').length
  const nameOf = (screen: ScreenView) => (screen.label === '' ? t('unnamed') : screen.label)
  const chosen =
    open !== null && open.kind !== 'pair' ? shown.find((screen) => screen.id === open.id) : undefined

  const pair = async (draft: ScreenDraft, code: string) => {
    const answer = await callScreens('POST', '', { ...draft, code })
    if (!answer.ok) return answer.refusal
    said(t('connected', { name: draft.label === '' ? t('unnamed') : draft.label }))
    close()
    await look()
    return null
  }

  const edit = async (screen: ScreenView, draft: ScreenDraft) => {
    const answer = await callScreens('PATCH', `/${screen.id}`, draft)
    if (!answer.ok) return answer.refusal
    const { label, board, scope, settings } = screen
    undo(t('saved'), t('undo'), () => {
      void callScreens('PATCH', `/${screen.id}`, { label, board, scope, settings }).then(look)
    })
    close()
    await look()
    return null
  }

  const revoke = async (screen: ScreenView) => {
    const answer = await callScreens('DELETE', `/${screen.id}`)
    said(answer.ok ? t('revoked', { name: nameOf(screen) }) : refusalText(answer.refusal))
    close()
    await look()
  }

  return (
    <>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3 max-md:px-5">
        <p className="text-body text-ink-2">{t('hint', { address })}</p>
        <p className="ml-auto text-body text-ink-3 max-md:ml-0" data-screens-live={live}>
          {standing.length > 0 ? t('count', { live, count: standing.length }) : null}
        </p>
        <Button
          look="primary"
          onClick={() => setOpen({ kind: 'pair' })}
          className="max-md:h-11! max-md:w-full"
          data-pair
        >
          <MonitorUp size={15} aria-hidden className="mr-1.5" />
          {t('pair')}
        </Button>
      </div>
      {shown.length === 0 ? (
        <div className="card">
          <Empty title={t('empty')} hint={t('emptyHint', { address })} />
        </div>
      ) : (
        <div className="card overflow-x-auto max-md:overflow-visible">
          <table className="w-full border-collapse text-body max-md:block">
            <thead className="max-md:sr-only">
              <tr className="h-[30px] text-left text-caption text-ink-3">
                {(['name', 'state', 'now', 'scenes', 'viewport', 'build', 'seen'] as const).map((column) => (
                  <th key={column} scope="col" className="px-3 font-[420] whitespace-nowrap first:pl-4">
                    {t(`column.${column}`)}
                  </th>
                ))}
                <th scope="col" className="pr-4 text-right font-[420]">
                  {t('column.actions')}
                </th>
              </tr>
            </thead>
            <tbody className="max-md:block">
              {shown.map((screen) => (
                <ScreenRow
                  key={screen.id}
                  screen={screen}
                  at={at}
                  onTell={() => setOpen({ kind: 'tell', id: screen.id })}
                  onEdit={() => setOpen({ kind: 'edit', id: screen.id })}
                  onRevoke={() => setOpen({ kind: 'revoke', id: screen.id })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {open?.kind === 'pair' ? (
        <Drawer title={t('pairTitle')} onClose={close}>
          <ScreenForm
            withCode
            start={{
              ...NEW_SCREEN,
              board: choices.boards[0] ?? 'overview',
              scope: { team: choices.company ? null : (choices.teams[0] ?? null) },
            }}
            choices={choices}
            submit={t('connect')}
            onSubmit={pair}
            onCancel={close}
          />
        </Drawer>
      ) : null}
      {open?.kind === 'edit' && chosen ? (
        <Drawer title={`${t('editTitle')} · ${nameOf(chosen)}`} onClose={close}>
          <ScreenForm
            withCode={false}
            start={chosen}
            choices={choices}
            submit={t('save')}
            onSubmit={({ label, board, scope, settings }) => edit(chosen, { label, board, scope, settings })}
            onCancel={close}
          />
        </Drawer>
      ) : null}
      {open?.kind === 'tell' && chosen ? (
        <Drawer title={`${t('tellTitle')} · ${nameOf(chosen)}`} onClose={close}>
          <TellForm screen={chosen} onTold={() => void look()} />
        </Drawer>
      ) : null}
      {open?.kind === 'revoke' && chosen ? (
        <ConfirmRevoke name={nameOf(chosen)} onCancel={close} onRevoke={() => void revoke(chosen)} />
      ) : null}
    </>
  )
}

function ScreenRow({
  screen,
  at,
  onTell,
  onEdit,
  onRevoke,
}: {
  readonly screen: ScreenView
  readonly at: number
  readonly onTell: () => void
  readonly onEdit: () => void
  readonly onRevoke: () => void
}) {
  const t = useTranslations('screens')
  const f = useFormats()
  const sceneName = useSceneName()
  const { state, settings, command, viewport } = screen
  const ended = state === 'ended'
  const name = screen.label === '' ? t('unnamed') : screen.label
  const density = DENSITIES.find((it) => it === screen.density)
  const cell = 'px-3 py-2 align-top max-md:block max-md:px-0 max-md:py-0.5'
  const heads = 'mr-2 hidden text-ink-3 max-md:inline'
  return (
    <tr
      data-screen={screen.id}
      data-state={state}
      className={cx(
        'border-t border-line max-md:block max-md:px-5 max-md:py-3 max-md:text-phone',
        ended && 'text-ink-3',
      )}
    >
      <td className={cx(cell, 'md:pl-4')}>
        <span className={cx('block font-[560]', ended ? 'text-ink-3' : 'text-ink')}>{name}</span>
        <span className="block text-caption text-ink-3">
          {screen.scope.team ? teamName(screen.scope.team) : t('company')}
        </span>
      </td>
      <td className={cx(cell, 'whitespace-nowrap')}>
        <span className="inline-flex h-5 items-center gap-1.5">
          <StateGlyph state={GLYPH[state]} />
          <span className={state === 'live' ? 'text-ink' : WORD_COLOR[GLYPH[state]]}>
            {t(`state.${state}`)}
          </span>
        </span>
        {ended ? <span className="block text-caption text-ink-3">{t('ended')}</span> : null}
      </td>
      <td className={cell}>
        <span className={heads}>{t('column.now')}</span>
        <span className={cx(state === 'live' ? 'text-ink' : 'text-ink-3')} data-now={screen.scene ?? ''}>
          {screen.scene === null ? '—' : sceneName(screen.scene)}
        </span>
        {command?.scene ? <span className="ml-2 text-caption text-ink-3">{t('pinned')}</span> : null}
        {command?.notice ? (
          <span className="block max-w-[28ch] truncate text-caption text-ink-3" title={command.notice.text}>
            {t('notice', { text: command.notice.text })} ·{' '}
            {t('noticeUntil', { time: f.time(command.notice.until) })}
          </span>
        ) : null}
      </td>
      <td className={cell}>
        <span className={heads}>{t('column.scenes')}</span>
        {settings.scenes.length > 1 ? (
          <>
            <span>{f.list(settings.scenes.map(sceneName))}</span>
            {settings.rotateSeconds === null ? null : (
              <span className="block text-caption text-ink-3">
                {t('every', { seconds: settings.rotateSeconds })}
              </span>
            )}
          </>
        ) : (
          <>
            <span>{sceneName(screen.board)}</span>
            <span className="block text-caption text-ink-3 max-md:hidden">{t('allScenes')}</span>
          </>
        )}
      </td>
      <td className={cx(cell, 'whitespace-nowrap')}>
        <span className={heads}>{t('column.viewport')}</span>
        {viewport === null ? '—' : `${viewport.width}×${viewport.height}`}
        <span className="block text-caption text-ink-3 max-md:ml-2 max-md:inline">
          {density === undefined ? '' : `${t('densityLabel')} ${t(`density.${density}`)}`}
        </span>
      </td>
      <td className={cx(cell, 'whitespace-nowrap')}>
        <span className={heads}>{t('column.build')}</span>
        <span className="font-sans" title={screen.build ?? undefined}>
          {screen.build === null ? '—' : screen.build.slice(0, 8)}
        </span>
        {screen.build === null ? null : (
          <span
            className={cx(
              'block text-caption max-md:ml-2 max-md:inline',
              screen.oldBuild && !ended ? 'text-watch' : 'text-ink-3',
            )}
            title={screen.oldBuild ? t('oldHint') : undefined}
            data-old-build={screen.oldBuild}
          >
            {screen.oldBuild ? `▲ ${t('old')}` : t('current')}
          </span>
        )}
      </td>
      <td className={cx(cell, 'whitespace-nowrap')}>
        <span className={heads}>{t('column.seen')}</span>
        {screen.lastSeenAt === null ? t('never') : f.age(Math.max(0, (at - screen.lastSeenAt) / 1000))}
        {screen.lastSeenAt === null ? null : (
          <span className="block text-caption text-ink-3 max-md:ml-2 max-md:inline">
            {f.dateTime(screen.lastSeenAt)}
          </span>
        )}
      </td>
      <td className="px-3 py-2 text-right align-top whitespace-nowrap max-md:mt-2 max-md:flex max-md:gap-2 max-md:px-0 md:pr-4">
        {ended ? null : (
          <>
            <RowButton onClick={onTell} data-do="tell" name={name}>
              {t('tell')}
            </RowButton>
            <RowButton onClick={onEdit} data-do="edit" name={name}>
              {t('edit')}
            </RowButton>
            <RowButton onClick={onRevoke} data-do="revoke" name={name}>
              {t('revoke')}
            </RowButton>
          </>
        )}
      </td>
    </tr>
  )
}

function RowButton({
  name,
  children,
  ...rest
}: {
  readonly name: string
  readonly children: string
  readonly onClick: () => void
  readonly 'data-do': string
}) {
  return (
    <Button
      size="small"
      look="quiet"
      aria-label={`${children}: ${name}`}
      className="max-md:h-11! max-md:border! max-md:border-line-2! max-md:px-3!"
      {...rest}
    >
      {children}
    </Button>
  )
}
