'use client'

import '@/app/globals.css'

/** Shown where even the layout failed, so it knows no language: both at once. */
export function LastResort({ error }: { readonly error: Error & { readonly digest?: string } }) {
  return (
    <html lang="zh-CN" data-theme="system">
      <body className="grid min-h-dvh place-items-center p-6">
        <main className="card w-full max-w-[480px] p-6">
          <h1 className="text-page font-[620]">没有算出来 · It did not compute</h1>
          <p className="mt-2 text-body text-ink-2">
            数据库可能暂时连不上，数据没有丢。The database may be away for the moment; no data is lost.
          </p>
          <p className="mt-4 flex items-center justify-between gap-4">
            {/* A full reload is wanted here: the client's state is what broke. */}
            <button
              type="button"
              className="link text-body"
              onClick={() => {
                window.location.reload()
              }}
            >
              再试一次 · Try again
            </button>
            {error.digest ? <span className="text-caption text-ink-3">{error.digest}</span> : null}
          </p>
        </main>
      </body>
    </html>
  )
}
