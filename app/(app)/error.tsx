// Next demands the directive in this very file; what it shows is in components.
'use client'

export { ErrorPage as default } from '@/components/shell/error-page'
