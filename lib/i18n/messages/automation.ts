/** The switch over all automation, as every page and wall says it. */
export const zh = {
  automation: {
    banner: '自动化已停止，从 {since} 起：规则不触发，消息不发送',
    because: '原因：{reason}',
    toSwitch: '去恢复',
  },
}

export const en: typeof zh = {
  automation: {
    banner: 'Automation is stopped since {since}: no rule fires, nothing is sent',
    because: 'Reason: {reason}',
    toSwitch: 'Resume it',
  },
}
