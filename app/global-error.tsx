// Next demands the directive in this very file; what it shows is in components.
'use client'

export { LastResort as default } from '@/components/shell/last-resort'
