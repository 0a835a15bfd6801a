import { handleAuth } from '@/lib/http/auth'

export const dynamic = 'force-dynamic'
export const GET = handleAuth
export const POST = handleAuth
