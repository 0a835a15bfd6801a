import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { OLD_BROWSER_ID, oldBrowserScript } from './old-browser'

/**
 * What every television page has: a plain page for browsers that are too old, shown by a script that runs before any
 * module and in browsers that know no module at all. Styles stand in the markup, because such a browser may not read
 * our sheet.
 */
export default async function WallLayout({ children }: { readonly children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    <>
      <div
        id={OLD_BROWSER_ID}
        data-old-browser-page
        suppressHydrationWarning
        style={{
          display: 'none',
          padding: '6% 8%',
          color: '#f5f7f9',
          background: '#080a0c',
          fontFamily: 'sans-serif',
          fontSize: 28,
          lineHeight: 1.6,
        }}
      >
        <p lang="zh-CN" style={{ fontSize: 40 }}>
          这台电视的浏览器太旧，打不开大屏。
        </p>
        <p lang="zh-CN">
          需要 Chromium（Chrome、Edge）111 或更新的版本，Safari 16.4 或更新，Firefox 128
          或更新。请更新电视系统，或接一台电脑或电视盒。
        </p>
        <p lang="en" style={{ fontSize: 40, marginTop: 40 }}>
          This television’s browser is too old for the wall.
        </p>
        <p lang="en">
          It needs Chromium (Chrome, Edge) 111 or newer, Safari 16.4 or newer, or Firefox 128 or newer. Update
          the television, or connect a computer or a TV box.
        </p>
        <p
          id={`${OLD_BROWSER_ID}-missing`}
          style={{ color: '#b4bdc7', fontSize: 20 }}
          suppressHydrationWarning
          // The script writes here before React takes over: what is set so is left alone.
          // biome-ignore lint/security/noDangerouslySetInnerHtml: the empty text; as children React would take the script's words away
          dangerouslySetInnerHTML={{ __html: '' }}
        />
      </div>
      <script
        nonce={nonce}
        suppressHydrationWarning
        // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of our own, under the page's nonce
        dangerouslySetInnerHTML={{ __html: oldBrowserScript() }}
      />
      <div id="wall-app">{children}</div>
    </>
  )
}
