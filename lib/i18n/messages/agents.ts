/** What agents are called wherever they stand. */
export const zh = {
  agents: {
    people: '客服',
    none: '未分配',
    aht: '处理时长',
    empty: '这段时间没有客服处理过工单',
  },
}

export const en: typeof zh = {
  agents: {
    people: 'Agents',
    none: 'Unassigned',
    aht: 'AHT',
    empty: 'No agent handled a ticket in this period',
  },
}
