'use client'

import { Check, ChevronDown } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { cx } from '@/components/ui/classes'
import { Pop } from '@/components/ui/pop'
import { moveFocus } from '@/components/views/move-focus'

export interface MenuLink {
  readonly id: string
  readonly text: string
  readonly href: string
}

/** A choice that stands in the address: the current one as a button, the others in a list below it. */
export function LinkMenu({
  label,
  items,
  current,
  strong = false,
}: {
  readonly label: string
  readonly items: readonly MenuLink[]
  readonly current: string
  /** ink instead of grey: the choice is part of a title */
  readonly strong?: boolean
}) {
  const router = useRouter()
  const [pending, start] = useTransition()
  const shown = items.find((item) => item.id === current)
  return (
    <Pop
      label={label}
      align="end"
      width="w-[220px]"
      className={cx(
        'flex h-[26px] items-center gap-1 rounded-control px-2 text-body whitespace-nowrap hover:bg-accent max-md:h-11',
        strong ? 'font-[540] text-ink' : 'text-ink-2 hover:text-ink',
        pending && 'opacity-60',
      )}
      panel={(close) => (
        <ul className="max-h-[60dvh] overflow-y-auto p-1" onKeyDown={moveFocus}>
          {items.map((item) => (
            <li key={item.id}>
              <button
                type="button"
                aria-pressed={item.id === current}
                // biome-ignore lint/a11y/noAutofocus: the list was opened to choose from
                autoFocus={item.id === current}
                onClick={() => {
                  close()
                  start(() => router.push(item.href, { scroll: false }))
                }}
                className="flex min-h-[30px] w-full items-center gap-2 rounded-control px-2 text-left text-body text-ink hover:bg-accent focus-visible:bg-accent focus-visible:outline-none max-md:min-h-11"
              >
                <span className="w-4 shrink-0">
                  {item.id === current ? <Check size={14} aria-hidden /> : null}
                </span>
                <span className="min-w-0 flex-1 truncate">{item.text}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    >
      {shown?.text ?? label}
      <ChevronDown size={12} aria-hidden className="text-ink-3" />
    </Pop>
  )
}
