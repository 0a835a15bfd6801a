import type { MetadataRoute } from 'next'

/** Lets phones and desktops install Helmline as an app. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Helmline 客服驾驶舱',
    short_name: 'Helmline',
    description: '每一条客户会话，一处看全，并落到行动',
    lang: 'zh-CN',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#f6f7f8',
    theme_color: '#f6f7f8',
    icons: [
      { src: '/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
      { src: '/mark-app.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
    ],
  }
}
