/** The supervisor's page on a phone, and the product without a network. */
export const zh = {
  phone: {
    most: '上限 10',
    help: '谁能帮',
    free: '{count} 人有空',
    nobodyFree: '现在没有人空着',
    claim: '我来',
    claimed: '你接手了 {who}',
    claimedBy: '{who} 已接手',
    take: '接手 {who}',
    look: '看 {who}',
  },
  offline: {
    title: '离线',
    body: '现在连不上网络。下面是这台设备最后一次看到的样子，数字已经不是现在的。',
    nothing: '这台设备上还没有可以离线看的内容。联网打开一次总览后，这里会显示最后的样子。',
    seen: '停在 {time}',
    retry: '再试一次',
  },
}

export const en: typeof zh = {
  phone: {
    most: 'limit 10',
    help: 'Who can help',
    free: '{count} free',
    nobodyFree: 'Nobody is free now',
    claim: 'I take it',
    claimed: '{who} is yours',
    claimedBy: 'taken by {who}',
    take: 'Take {who}',
    look: 'See {who}',
  },
  offline: {
    title: 'Offline',
    body: 'There is no network. Below is what this device saw last: the figures are not of now.',
    nothing: 'There is nothing to show offline on this device yet. Open the overview once with a network.',
    seen: 'As of {time}',
    retry: 'Try again',
  },
}
