/** What incidents and messages about them are called. */
export const zh = {
  alarmTitle: {
    above: '{where}{metric}超过 {limit}',
    below: '{where}{metric}低于 {limit}',
    noData: '{where}{metric}没有数据',
    error: '规则「{name}」无法计算',
    named: '{where}{name}',
    silent: '数据源 {source} 没有数据',
    wait: {
      reply: '{where}会话超过 {limit}未回复',
      first_reply: '{where}会话超过 {limit}无首次回复',
      next_reply: '{where}会话超过 {limit}未再回复',
      queue: '{where}会话排队超过 {limit}',
      unresolved: '{where}会话超过 {limit}未解决',
    },
    warn: {
      reply: '{where}会话即将超过 {limit}未回复',
      first_reply: '{where}会话即将超过 {limit}无首次回复',
      next_reply: '{where}会话即将超过 {limit}未再回复',
      queue: '{where}会话排队即将超过 {limit}',
      unresolved: '{where}会话即将超过 {limit}未解决',
    },
    promise: {
      warn: '{where}首次响应即将超时',
      limit: '{where}首次响应超时',
      solve_warn: '{where}解决即将超时',
      solve_limit: '{where}解决超时',
    },
    vip: 'VIP ',
    summary: '恢复运行：{count} 条告警仍在持续',
    watch: '告警引擎停滞：计算落后 {lag}',
  },
}

export const en: typeof zh = {
  alarmTitle: {
    above: '{where}{metric} above {limit}',
    below: '{where}{metric} below {limit}',
    noData: '{where}no data for {metric}',
    error: 'The rule “{name}” cannot be worked out',
    named: '{where}{name}',
    silent: 'No data from the source {source}',
    wait: {
      reply: '{where}no reply for {limit}',
      first_reply: '{where}no first reply for {limit}',
      next_reply: '{where}no further reply for {limit}',
      queue: '{where}queueing for {limit}',
      unresolved: '{where}unresolved for {limit}',
    },
    warn: {
      reply: '{where}soon no reply for {limit}',
      first_reply: '{where}soon no first reply for {limit}',
      next_reply: '{where}soon no further reply for {limit}',
      queue: '{where}soon queueing for {limit}',
      unresolved: '{where}soon unresolved for {limit}',
    },
    promise: {
      warn: '{where}first response soon overdue',
      limit: '{where}first response overdue',
      solve_warn: '{where}solution soon overdue',
      solve_limit: '{where}solution overdue',
    },
    vip: 'VIP ',
    summary: 'Back at work: {count} alarms still stand',
    watch: 'The alarm engine has stalled: {lag} behind',
  },
}
