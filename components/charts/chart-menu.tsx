'use client'

import { Ellipsis, ImageDown, Table2 } from 'lucide-react'
import { useRef } from 'react'
import { useTranslations } from 'use-intl'
import { Pop } from '@/components/ui/pop'
import { usePicture } from './picture-menu'

const ITEM =
  'flex h-[30px] w-full items-center gap-2 rounded-control px-2 text-left text-body text-ink hover:bg-accent max-md:h-11 max-md:text-phone'

/** What can be done with a chart: its figures as a table, its picture as a file. */
export function ChartMenu({
  asTable,
  onToggle,
}: {
  readonly asTable: boolean
  readonly onToggle: () => void
}) {
  const t = useTranslations('picture')
  const root = useRef<HTMLSpanElement>(null)
  const { save } = usePicture()
  return (
    <span ref={root} data-chart-menu>
      <Pop
        label={t('more')}
        width="w-[168px]"
        align="end"
        title={t('more')}
        aria-label={t('more')}
        className="grid size-7 place-items-center rounded-control text-ink-3 hover:bg-accent hover:text-ink max-md:-m-2 max-md:size-11"
        panel={(close) => (
          <div className="p-1">
            <button
              type="button"
              aria-pressed={asTable}
              className={ITEM}
              onClick={() => {
                close()
                onToggle()
              }}
            >
              <Table2 size={14} strokeWidth={1.6} aria-hidden />
              {asTable ? t('asChart') : t('asTable')}
            </button>
            {asTable ? null : (
              <button
                type="button"
                data-picture
                className={ITEM}
                onClick={() => {
                  close()
                  void save(root.current)
                }}
              >
                <ImageDown size={14} strokeWidth={1.6} aria-hidden />
                {t('action')}
              </button>
            )}
          </div>
        )}
      >
        <Ellipsis size={15} strokeWidth={1.8} aria-hidden />
      </Pop>
    </span>
  )
}
