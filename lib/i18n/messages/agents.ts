/** The agent pages. */
export const zh = {
  agents: {
    title: '团队与客服',
    teams: '团队',
    people: '客服',
    peopleHint: '按姓名排序，不排名次',
    team: '团队',
    agent: '客服',
    aht: '处理时长',
    resolved: '解决量',
    csat: '满意度',
    fcr: '一次解决',
    none: '未分配',
    resolvedRows: '解决的工单',
    trend: '客服首响',
    byChannel: '按渠道',
    empty: '这段时间没有客服处理过工单',
  },
}

export const en: typeof zh = {
  agents: {
    title: 'Teams & agents',
    teams: 'Teams',
    people: 'Agents',
    peopleHint: 'by name, no ranks',
    team: 'Team',
    agent: 'Agent',
    aht: 'AHT',
    resolved: 'Resolved',
    csat: 'CSAT',
    fcr: 'FCR',
    none: 'Unassigned',
    resolvedRows: 'Resolved tickets',
    trend: 'Agent first response',
    byChannel: 'By channel',
    empty: 'No agent handled a ticket in this period',
  },
}
