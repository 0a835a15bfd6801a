// The page without a network: the last picture this device kept (components/phone/snapshot-store.ts), greyed, with its age.
'use strict'
;(() => {
  const byId = (id) => document.getElementById(id)
  const list = (id, rows) => {
    if (!Array.isArray(rows) || rows.length === 0) return
    byId(id).hidden = false
    for (const row of rows) {
      const item = document.createElement('li')
      const name = document.createElement('span')
      const value = document.createElement('b')
      name.textContent = String(row.label)
      value.textContent = String(row.text)
      item.append(name, value)
      byId(id).append(item)
    }
  }
  const ageOf = (at, lang) => {
    const minutes = Math.max(0, Math.round((Date.now() - at) / 60000))
    const words = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' })
    if (minutes < 60) return words.format(-minutes, 'minute')
    return minutes < 1440
      ? words.format(-Math.round(minutes / 60), 'hour')
      : words.format(-Math.round(minutes / 1440), 'day')
  }
  let kept = null
  try {
    kept = JSON.parse(localStorage.getItem('helmline-snapshot'))
  } catch {}
  if (kept?.words) {
    document.documentElement.lang = kept.lang
    byId('title').textContent = kept.words.title
    byId('body').textContent = `${kept.words.body} ${kept.seen}`
    byId('age').textContent = ageOf(kept.at, kept.lang)
    byId('retry').textContent = kept.words.retry
    list('figures', kept.figures)
    list('channels', kept.channels)
  } else {
    byId('body').textContent = '这台设备上还没有可以离线看的内容。There is nothing to show offline on this device yet.'
  }
  byId('retry').addEventListener('click', () => location.reload())
  addEventListener('online', () => location.reload())
})()
