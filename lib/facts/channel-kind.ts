/** What kind a channel is. Apart from the settings, so that a browser takes it without their checks. */
import type { ChannelKind } from './shapes'

/** The channels of the kind `chat`. */
export const CHAT_CHANNELS = [
  'wechat',
  'wecom',
  'weibo',
  'taobao',
  'jd',
  'pdd',
  'douyin',
  'web',
  'app',
] as const
const CHAT: ReadonlySet<string> = new Set(CHAT_CHANNELS)

/** phone = `phone`; chat = the nine chat channels; ticket = everything else, and a ticket without a channel. */
export function channelKind(channel: string | null): ChannelKind {
  if (channel === null) return 'ticket'
  if (channel === 'phone') return 'phone'
  return CHAT.has(channel) ? 'chat' : 'ticket'
}
