// Helmline without a network. It keeps the three files of the offline page and nothing else: no page, no answer of the
// API and nothing of a signed-in person ever enters its cache. What the offline page shows was kept by the overview in
// the page's own storage, which signing out clears.
'use strict'

const SHELL = 'helmline-shell-1'
const FILES = ['/offline.html', '/offline.js', '/mark.svg']
// The offline page is ours to the last byte, so it needs no nonce of the server, which is away.
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'",
}

self.addEventListener('install', (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(SHELL)
      await cache.addAll(FILES.map((file) => new Request(file, { cache: 'reload' })))
      // A new one takes over quietly: it holds nothing that an open page could miss.
      await self.skipWaiting()
    })(),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith('helmline-') && name !== SHELL) await caches.delete(name)
      }
      await self.registration.navigationPreload?.enable()
      await self.clients.claim()
    })(),
  )
})

async function offlinePage() {
  const kept = await caches.match('/offline.html', { cacheName: SHELL })
  if (!kept) return Response.error()
  return new Response(await kept.text(), { status: 503, headers: HEADERS })
}

async function navigate(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request))
  } catch {
    return await offlinePage()
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  // Walls mend themselves and must not be led elsewhere; the API is never touched.
  if (url.pathname.startsWith('/api/') || url.pathname.startsWith('/wall')) return
  if (request.mode === 'navigate') event.respondWith(navigate(event))
  else if (FILES.includes(url.pathname)) {
    event.respondWith(
      fetch(request).catch(async () => (await caches.match(url.pathname, { cacheName: SHELL })) ?? Response.error()),
    )
  }
})
