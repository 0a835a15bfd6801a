'use client'

import { useEffect } from 'react'

/** Lets the browser open the offline page where there is no network. Only in a built product; draws nothing. */
export function OfflineWorker() {
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return
    const register = () => {
      // A page that cannot have one works all the same.
      navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' }).catch(() => undefined)
    }
    // After everything the page itself needs.
    if (document.readyState === 'complete') register()
    else {
      window.addEventListener('load', register, { once: true })
      return () => window.removeEventListener('load', register)
    }
    return undefined
  }, [])
  return null
}
