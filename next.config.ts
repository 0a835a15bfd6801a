import type { NextConfig } from 'next'

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // types are held by `npm run verify`; checking them again would add half a minute to a stranger's first start
  typescript: { ignoreBuildErrors: true },
  // texts are parsed on the server (lib/i18n/translate.ts): the browser needs no parser
  turbopack: { resolveAlias: { 'use-intl/format-message': 'use-intl/format-message/format-only' } },
  serverExternalPackages: [
    '@node-rs/argon2',
    '@prisma/adapter-pg',
    '@prisma/client',
    'graphile-worker',
    'pg',
    'pino',
    'prom-client',
  ],
}

export default config
