import type { Vocabulary } from './words.ts';

export const chinese: Vocabulary = {
  states: { ill: '故障', still: '仍未恢复', worse: '加重', well: '已恢复' },
  colon: '：',
  began: (time, lasted) => `开始：${time}，持续 ${lasted}`,
  units: [' 天', ' 小时', ' 分钟'],
  from: (who) => `来自：${who}`,
  conditions: {
    jira_login: {
      ill: 'Jira 拒绝登录',
      well: 'Jira 已接受登录',
      explain: [
        'Jira：{jira}',
        '事件仍在接收并排队，不会丢失；恢复登录之前不会建单。',
        '请检查 JIRA_USER 与 JIRA_TOKEN（或 JIRA_PASSWORD）是否过期；Data Center 可能要求先在网页上登录一次以解除验证码。更换 token 文件后会自动重试。',
      ],
    },
    jira_unavailable: {
      ill: 'Jira 不可用',
      well: 'Jira 已恢复',
      explain: [
        'Jira：{jira}',
        '事件仍在接收并排队，不会丢失；Jira 恢复后自动继续。',
        '请检查 Jira 本身，以及 JIRA_URL、DNS、代理和证书。',
      ],
    },
    jira_throttled: {
      ill: 'Jira 暂不接受更多请求（429）',
      well: 'Jira 已重新接受请求',
      explain: [
        'Jira：{jira}',
        '事件仍在接收并排队，不会丢失；Jira 要求的时间过后自动继续。',
        '请检查还有什么程序用同一账号向这个 Jira 大量发请求。反复出现时可调低 JIRA_MAX_RPS。',
      ],
    },
    paused: {
      ill: '有人暂停了对 Jira 的请求',
      well: '暂停已结束',
      explain: [
        '暂停人：{by}',
        '到：{until}',
        '原因：{reason}',
        '事件仍在接收并排队，不会丢失。要立即结束：npm run cli -- resume，看板上的暂停按钮也会一并解除。',
      ],
    },
    failed_events: {
      ill: '有事件处理失败（{count} 个）',
      well: '已没有失败的事件',
      explain: ['最近的原因：{reasons}', '这些告警没有建单。请在看板的“失败”里查看原因，处理后点重试按钮。'],
    },
    token_expires: {
      ill: 'Jira token 即将过期（{date}）',
      well: 'Jira token 已更换（{date} 过期）',
      explain: [
        '剩余天数：{days}',
        '请新建 token，填入 JIRA_TOKEN（用文件时无需重启），并更新 JIRA_TOKEN_EXPIRES。过期后事件会排队等待，不会建单。',
      ],
    },
    token_expired: {
      ill: 'Jira token 已过期（{date}）',
      well: 'Jira token 已更换（{date} 过期）',
      explain: [
        '事件会排队等待，不会丢失，但不会建单。请新建 token，填入 JIRA_TOKEN（用文件时无需重启），并更新 JIRA_TOKEN_EXPIRES。',
      ],
    },
    rules_invalid: {
      ill: '规则文件有误，继续使用之前的规则',
      well: '规则文件已正确',
      explain: ['{problems}', '请改正 RULES_FILE；改好之前，继续使用之前的规则。'],
    },
    unseen_faults: {
      ill: '观测云里有未恢复的故障从未送到这里（{count} 个）',
      well: '观测云里未恢复的故障这里都已知道',
      explain: [
        '{titles}',
        '它们没有建单。观测云的通知对象是否被禁用，或没有加入告警策略？路由写上 catchUp: true 即可为它们建单；doctor 会列出它们。',
      ],
    },
    spooling: {
      ill: 'Redis 不可用，事件存在本地暂存里',
      well: 'Redis 已恢复，本地暂存的事件已送出',
      explain: [
        '本地暂存里等待的事件：{events}',
        '原因：{reason}',
        '告警仍被接收，不会丢失，但在 Redis 恢复之前不会建单。请检查 Redis（是否运行、只读、内存已满）。',
      ],
    },
    spool_unusable: {
      ill: '本地暂存无法写入',
      well: '本地暂存已恢复',
      explain: [
        '本地暂存里等待的事件：{events}',
        'Redis 正常，告警照常接收；但 Redis 一旦中断，告警会被拒收。请检查 SPOOL_DIR 所在磁盘（空间、权限、是否只读），原因见 receiver 日志。',
      ],
    },
    refusing: {
      ill: 'receiver 拒收告警（503）',
      well: 'receiver 已恢复接收',
      explain: [
        '本地暂存里等待的事件：{events}',
        'Redis 和本地暂存都不可用，期间的告警会丢失；连续失败两天后，观测云会自动禁用该通知对象。请立即检查 Redis 与 SPOOL_DIR 所在磁盘。',
      ],
    },
    over_budget: {
      ill: '某个 token 送来的事件超过限额（429）',
      well: '各 token 的事件量已回到限额以内',
      explain: [
        'token：{tokens}',
        '超过限额的事件被拒收，发送方不重发就会丢失。请找出频繁告警的监控器，或调大 WEBHOOK_EVENTS_PER_MINUTE。',
      ],
    },
    no_worker: {
      ill: '没有 worker 在运行',
      well: 'worker 已恢复运行',
      explain: ['排队的事件：{waiting}', '告警仍被接收，不会丢失，但不会建单。请启动 worker，并查看其日志。'],
    },
  },
};
