/** Pure: the words of a message, in Chinese and English. Plain text: no chat then finds markup or a mention in it. */
import type { Condition, Say } from './policy.ts';
import type { NotifyLanguage } from './settings.ts';

export interface Facts {
  condition: Condition;
  say: Say;
  since: number;
  now: number;
  details: Readonly<Record<string, string | number>>;
  /** Who tells: process, machine and stack. */
  from: string;
}

export interface Text {
  title: string;
  lines: string[];
}

interface Words {
  /** What is wrong, for the title. */
  ill: string;
  well: string;
  /** What it means, and what to do; shown until it is over. */
  explain: readonly string[];
}

/** `{name}` stands for a detail; a line whose detail is missing is left out. */
const WORDS: Record<NotifyLanguage, Record<Condition | 'token_expired', Words>> = {
  zh: {
    jira_login: {
      ill: 'Jira 拒绝登录',
      well: 'Jira 已接受登录',
      explain: [
        'Jira：{jira}',
        '事件仍在接收并排队，不会丢失；恢复登录之前不会建单。',
        '请检查 JIRA_USER 与 JIRA_TOKEN（或 JIRA_PASSWORD）是否过期；Data Center 可能要求先在网页上登录一次以解除验证码。更换令牌文件后会自动重试。',
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
    failed_events: {
      ill: '有事件处理失败（{count} 个）',
      well: '已没有失败的事件',
      explain: ['最近的原因：{reasons}', '这些告警没有建单。请在看板的「失败」里查看原因，处理后点重试按钮。'],
    },
    token_expires: {
      ill: 'Jira 令牌即将过期（{date}）',
      well: 'Jira 令牌已更换（{date} 过期）',
      explain: [
        '剩余天数：{days}',
        '请新建令牌，更换 JIRA_TOKEN（文件方式无需重启），并更新 JIRA_TOKEN_EXPIRES。过期后事件会排队等待，不会建单。',
      ],
    },
    token_expired: {
      ill: 'Jira 令牌已过期（{date}）',
      well: 'Jira 令牌已更换（{date} 过期）',
      explain: [
        '事件会排队等待，不会丢失，但不会建单。请新建令牌，更换 JIRA_TOKEN（文件方式无需重启），并更新 JIRA_TOKEN_EXPIRES。',
      ],
    },
    rules_invalid: {
      ill: '规则文件有误，仍使用旧规则',
      well: '规则文件已正确',
      explain: ['{problems}', '请改正 RULES_FILE；改正之前，继续使用上一次正确的规则。'],
    },
    spooling: {
      ill: 'Redis 不可用，事件暂存在磁盘',
      well: 'Redis 已恢复，磁盘上的事件已送出',
      explain: [
        '磁盘上等待的事件：{events}',
        '原因：{reason}',
        '告警仍被接收，不会丢失，但在 Redis 恢复之前不会建单。请检查 Redis（是否运行、只读、内存已满）。',
      ],
    },
    refusing: {
      ill: '接收端拒收告警（503）',
      well: '接收端已恢复接收',
      explain: [
        '磁盘上等待的事件：{events}',
        'Redis 与磁盘暂存均不可用，此间的告警会丢失；连续失败两天后观测云会停用该通知对象。请立即检查 Redis 与 SPOOL_DIR 所在磁盘。',
      ],
    },
    no_worker: {
      ill: '没有 worker 在运行',
      well: 'worker 已恢复运行',
      explain: ['排队的事件：{waiting}', '告警仍被接收，不会丢失，但不会建单。请启动 worker，并查看其日志。'],
    },
  },
  en: {
    jira_login: {
      ill: 'Jira refuses the log-in',
      well: 'Jira takes the log-in again',
      explain: [
        'Jira: {jira}',
        'Events are still taken and wait; none is lost, and no issue is created until the log-in works.',
        'Check whether JIRA_USER and JIRA_TOKEN (or JIRA_PASSWORD) have expired; Data Center may want one log-in in the browser to lift a captcha. A changed token file is tried at once.',
      ],
    },
    jira_unavailable: {
      ill: 'Jira is unavailable',
      well: 'Jira is back',
      explain: [
        'Jira: {jira}',
        'Events are still taken and wait; none is lost, and all goes on by itself when Jira is back.',
        'Check Jira itself, and JIRA_URL, DNS, proxy and certificates.',
      ],
    },
    failed_events: {
      ill: 'Events have failed ({count})',
      well: 'No failed events are left',
      explain: [
        'Latest reasons: {reasons}',
        'These alerts have no issue. Look at the tab Failed of the dashboard, correct the cause, then press retry.',
      ],
    },
    token_expires: {
      ill: 'The Jira token expires ({date})',
      well: 'The Jira token has been changed (expires {date})',
      explain: [
        'Days left: {days}',
        'Make a new token, change JIRA_TOKEN (as a file without a restart) and JIRA_TOKEN_EXPIRES. Once it has expired events wait, and no issue is created.',
      ],
    },
    token_expired: {
      ill: 'The Jira token has expired ({date})',
      well: 'The Jira token has been changed (expires {date})',
      explain: [
        'Events wait and none is lost, but no issue is created. Make a new token, change JIRA_TOKEN (as a file without a restart) and JIRA_TOKEN_EXPIRES.',
      ],
    },
    rules_invalid: {
      ill: 'The rules file is faulty; the old rules stay in force',
      well: 'The rules file is right again',
      explain: ['{problems}', 'Correct RULES_FILE; until then the last good rules are used.'],
    },
    spooling: {
      ill: 'Redis is unavailable; events wait on disk',
      well: 'Redis is back, and the events on disk have been sent on',
      explain: [
        'Events that wait on disk: {events}',
        'Reason: {reason}',
        'Alerts are still taken and none is lost, but no issue is created until Redis is back. Check Redis: does it run, is it read-only or full?',
      ],
    },
    refusing: {
      ill: 'The receiver refuses alerts (503)',
      well: 'The receiver takes alerts again',
      explain: [
        'Events that wait on disk: {events}',
        'Neither Redis nor the spool takes events: alerts are lost meanwhile, and after two days of failures Guance disables the notification object. Check Redis and the disk of SPOOL_DIR now.',
      ],
    },
    no_worker: {
      ill: 'No worker is running',
      well: 'A worker is running again',
      explain: [
        'Events that wait: {waiting}',
        'Alerts are still taken and none is lost, but no issue is created. Start the worker, and look at its log.',
      ],
    },
  },
};

const STATE: Record<NotifyLanguage, Record<Say, string>> = {
  zh: { ill: '故障', still: '仍未恢复', worse: '加重', well: '已恢复' },
  en: { ill: 'PROBLEM', still: 'STILL', worse: 'WORSE', well: 'RESOLVED' },
};

/** The message about one condition. */
export function textOf(facts: Facts, language: NotifyLanguage): Text {
  const { condition, say, since, now, details, from } = facts;
  const expired = condition === 'token_expires' && Number(details.days) <= 0;
  const words = WORDS[language][expired ? 'token_expired' : condition];
  const zh = language === 'zh';
  const filled = (line: string) => fill(line, details);
  const head = say === 'well' ? words.well : words.ill;
  const lasted = duration(now - since, language);
  const time = localTime(since);
  const began = zh ? `开始：${time}，持续 ${lasted}` : `Since ${time}, for ${lasted}`;
  return {
    title: `[guance-jira] ${STATE[language][say]}${zh ? '：' : ': '}${filled(head) ?? head}`,
    lines: [
      ...(say === 'well' ? [] : words.explain.map(filled)),
      ...(say === 'ill' && now - since < 60_000 ? [] : [began]),
      zh ? `来自：${from}` : `From: ${from}`,
    ].filter((line) => line !== null),
  };
}

/** Hours and minutes; a person need not know more. */
function duration(ms: number, language: NotifyLanguage): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const units = language === 'zh' ? [' 天', ' 小时', ' 分钟'] : [' d', ' h', ' min'];
  return [days, hours, rest]
    .map((count, index) => (count > 0 ? `${count}${units[index]}` : ''))
    .filter((part) => part !== '')
    .slice(0, 2)
    .join(' ');
}

/** In the time zone of the process, with its offset. */
function localTime(ms: number): string {
  const offset = -new Date(ms).getTimezoneOffset();
  const shown = new Date(ms + offset * 60_000).toISOString().slice(0, 16).replace('T', ' ');
  const minutes = Math.abs(offset) % 60;
  const sign = offset < 0 ? '-' : '+';
  const zone = `UTC${offset === 0 ? '' : sign + Math.floor(Math.abs(offset) / 60)}${minutes === 0 ? '' : `:${minutes}`}`;
  return `${shown} (${zone})`;
}

function fill(line: string, details: Facts['details']): string | null {
  let whole = true;
  const text = line.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = details[name];
    if (value === undefined || value === '') whole = false;
    return String(value ?? '');
  });
  return whole ? text : null;
}
