/** The switch over all automation, as every page and wall says it; where a one-time link leads. */
export const zh = {
  automation: {
    banner: '自动化已停止，从 {since} 起：规则不触发，消息不发送',
    because: '原因：{reason}',
    toSwitch: '去恢复',
  },
  welcome: {
    title: '设置密码',
    looking: '正在核对链接…',
    dead: '这个链接已失效：用过了、过期了，或被新的链接取代。请向管理员再要一个。',
    away: '暂时连不上服务器，请稍后刷新再试。',
    for: '{name}，为 {email} 设置登录密码。',
    password: '新密码',
    passwordHint: '至少 10 个字符。',
    short: '太短了，至少 10 个字符。',
    again: '再输一遍',
    different: '两次输入的不一样。',
    set: '设置密码',
    done: '密码已设置，现在可以用 {email} 登录。',
    signIn: '去登录',
  },
}

export const en: typeof zh = {
  automation: {
    banner: 'Automation is stopped since {since}: no rule fires, nothing is sent',
    because: 'Reason: {reason}',
    toSwitch: 'Resume it',
  },
  welcome: {
    title: 'Set your password',
    looking: 'Checking the link…',
    dead: 'This link has ended: it was used, is too old, or a newer one took its place. Ask an administrator for another.',
    away: 'The server cannot be reached. Reload in a moment.',
    for: '{name}, set the password for {email}.',
    password: 'New password',
    passwordHint: 'At least 10 characters.',
    short: 'Too short: at least 10 characters.',
    again: 'Once more',
    different: 'The two are not the same.',
    set: 'Set the password',
    done: 'Your password is set. Sign in as {email}.',
    signIn: 'To the sign-in page',
  },
}
