'use client'

import { Check, Ellipsis, Users } from 'lucide-react'
import Link from 'next/link'
import { type FormEvent, useEffect, useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/classes'
import { Text } from '@/components/ui/fields'
import { failed, said, undo } from '@/components/ui/toast'
import {
  hrefOf,
  isCurrent,
  type Outcome,
  refreshViews,
  type SavedView,
  useViews,
  writeViews,
} from './view-list'

/** The open menu of saved views. */
export function ViewsPanel({
  path,
  query,
  current,
  close,
}: {
  readonly path: string
  readonly query: string
  /** the view that shows this very page */
  readonly current: SavedView | null
  readonly close: () => void
}) {
  const t = useTranslations('savedViews')
  const { views, mayShare, state } = useViews()
  // Who opens the menu wants to see it, also where the page could not read it in passing.
  useEffect(() => {
    if (state !== 'ready') void refreshViews()
  }, [state])
  const mine = views.filter((view) => view.mine)
  const shared = views.filter((view) => !view.mine)
  return (
    <div data-views>
      {current?.mine ? null : <SaveForm path={path} query={query} />}
      <div className="max-h-[min(420px,60dvh)] overflow-y-auto pb-1.5">
        {views.length === 0 ? (
          <p className="px-4 py-3 text-body text-ink-2">
            {state === 'loading' ? t('loading') : state === 'failed' ? t('loadFailed') : t('none')}
          </p>
        ) : null}
        {mine.length > 0 ? (
          <section aria-label={t('mine')}>
            <h3 className="px-4 pt-2.5 pb-1 text-caption font-[420] text-ink-3">{t('mine')}</h3>
            <ul>
              {mine.map((view) => (
                <OwnView
                  key={view.id}
                  view={view}
                  here={isCurrent(view, path, query)}
                  path={path}
                  query={query}
                  mayShare={mayShare}
                  close={close}
                />
              ))}
            </ul>
          </section>
        ) : null}
        {shared.length > 0 ? (
          <section aria-label={t('shared')}>
            <h3 className="px-4 pt-2.5 pb-1 text-caption font-[420] text-ink-3">{t('shared')}</h3>
            <ul>
              {shared.map((view) => (
                <li key={view.id} className="px-1.5" data-view={view.name}>
                  <ViewLink view={view} here={isCurrent(view, path, query)} close={close} />
                </li>
              ))}
            </ul>
          </section>
        ) : null}
      </div>
    </div>
  )
}

function SaveForm({ path, query }: { readonly path: string; readonly query: string }) {
  const t = useTranslations('savedViews')
  const id = useId()
  const [name, setName] = useState('')
  const [why, setWhy] = useState<Outcome>(null)
  const [pending, setPending] = useState(false)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    setPending(true)
    const outcome = await writeViews('POST', '', { name: name.trim(), path, query })
    setPending(false)
    setWhy(outcome)
    if (outcome !== null) return
    said(t('saved', { name: name.trim() }))
    setName('')
  }
  return (
    <form className="border-b border-line p-3" onSubmit={(event) => void save(event)}>
      <div className="flex flex-col gap-1.5">
        <label htmlFor={id} className="text-body font-[540] text-ink">
          {t('save')}
        </label>
        <span className="flex gap-2">
          <Text
            id={id}
            name="view-name"
            required
            maxLength={80}
            placeholder={t('nameHint')}
            value={name}
            onChange={(event) => {
              setName(event.currentTarget.value)
              setWhy(null)
            }}
          />
          <Button type="submit" look="primary" disabled={pending} className="h-[34px]! max-md:h-11!">
            {t('ok')}
          </Button>
        </span>
      </div>
      <p role="alert" className="mt-1.5 text-body text-bad empty:hidden">
        {why === null ? null : t(why)}
      </p>
    </form>
  )
}

function ViewLink({
  view,
  here,
  close,
}: {
  readonly view: SavedView
  readonly here: boolean
  readonly close: () => void
}) {
  const t = useTranslations('savedViews')
  return (
    <Link
      href={hrefOf(view)}
      prefetch={false}
      onClick={close}
      aria-current={here ? 'page' : undefined}
      className={cx(
        'flex min-h-[32px] min-w-0 flex-1 items-center gap-2 rounded-control px-2.5 text-body text-ink hover:bg-accent max-md:min-h-11 max-md:text-phone',
        here && 'bg-accent font-[540]',
      )}
    >
      <span className="min-w-0 flex-1 truncate">{view.name}</span>
      {view.shared && view.mine ? (
        <Users size={13} strokeWidth={1.6} aria-label={t('isShared')} className="shrink-0 text-ink-3" />
      ) : null}
      {view.owner === null ? null : <span className="shrink-0 text-caption text-ink-3">{view.owner}</span>}
      {here ? <Check size={14} aria-hidden className="shrink-0" /> : null}
    </Link>
  )
}

function OwnView({
  view,
  here,
  path,
  query,
  mayShare,
  close,
}: {
  readonly view: SavedView
  readonly here: boolean
  readonly path: string
  readonly query: string
  readonly mayShare: boolean
  readonly close: () => void
}) {
  const t = useTranslations('savedViews')
  const [open, setOpen] = useState<'actions' | 'rename' | null>(null)
  const [name, setName] = useState(view.name)
  const kept = { name: view.name, path: view.path, query: view.query, shared: view.shared }

  const change = async (what: object, done: string) => {
    const outcome = await writeViews('PATCH', `/${view.id}`, what)
    if (outcome !== null) return failed(t(outcome))
    undo(done, t('undo'), () => void writeViews('PATCH', `/${view.id}`, kept))
    setOpen(null)
  }
  const remove = async () => {
    const outcome = await writeViews('DELETE', `/${view.id}`)
    if (outcome !== null) return failed(t(outcome))
    undo(t('deleted', { name: view.name }), t('undo'), () => {
      void writeViews('POST', '', { id: view.id, ...kept })
    })
  }

  return (
    <li className="px-1.5" data-view={view.name}>
      {open === 'rename' ? (
        <form
          className="flex gap-2 py-1 pl-1"
          onSubmit={(event) => {
            event.preventDefault()
            void change({ name: name.trim() }, t('renamed', { name: name.trim() }))
          }}
        >
          <Text
            aria-label={t('name')}
            required
            maxLength={80}
            value={name}
            autoFocus
            onChange={(event) => setName(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return
              event.stopPropagation()
              setOpen(null)
            }}
          />
          <Button type="submit" className="h-[34px]! max-md:h-11!">
            {t('ok')}
          </Button>
        </form>
      ) : (
        <div className="flex items-center gap-0.5">
          <ViewLink view={view} here={here} close={close} />
          <button
            type="button"
            aria-label={t('more', { name: view.name })}
            aria-expanded={open === 'actions'}
            onClick={() => setOpen(open === 'actions' ? null : 'actions')}
            className="grid size-8 shrink-0 place-items-center rounded-control text-ink-3 hover:bg-accent hover:text-ink max-md:size-11"
          >
            <Ellipsis size={15} aria-hidden />
          </button>
        </div>
      )}
      {open === 'actions' ? (
        <div className="flex flex-wrap gap-x-1 pb-1 pl-1.5">
          {here || view.path !== path ? null : (
            <Action onClick={() => void change({ path, query }, t('updated', { name: view.name }))}>
              {t('update')}
            </Action>
          )}
          <Action onClick={() => setOpen('rename')}>{t('rename')}</Action>
          {view.shared ? (
            <Action onClick={() => void change({ shared: false }, t('unshared', { name: view.name }))}>
              {t('unshare')}
            </Action>
          ) : mayShare ? (
            <Action onClick={() => void change({ shared: true }, t('sharedNow', { name: view.name }))}>
              {t('share')}
            </Action>
          ) : null}
          <Action onClick={() => void remove()}>{t('delete')}</Action>
        </div>
      ) : null}
    </li>
  )
}

function Action({ onClick, children }: { readonly onClick: () => void; readonly children: string }) {
  return (
    <Button size="small" look="quiet" onClick={onClick} className="max-md:h-11!">
      {children}
    </Button>
  )
}
