import type { Texts } from './texts.ts';

export const en: Texts = {
  betweenSentences: ' ',
  betweenItems: ', ',
  issue: {
    levels: {
      fatal: 'Fatal',
      critical: 'Critical',
      error: 'Error',
      warning: 'Warning',
      nodata: 'No data',
      info: 'Info',
      ok: 'OK',
      security_critical: 'Security critical',
      security_high: 'Security high',
      security_medium: 'Security medium',
      security_low: 'Security low',
      security_info: 'Security info',
    },
    named: (name, word) => (name.toLowerCase() === word ? name : `${name} (${word})`),
    rows: {
      level: 'Level',
      value: 'Value',
      condition: 'Condition',
      object: 'Object',
      time: 'Triggered',
      received: 'Received',
      faultStart: 'Fault began',
      checkRange: 'Checked period',
      monitor: 'Monitor',
      reason: 'Reason',
      labels: 'Labels',
      workspace: 'Workspace',
    },
    openInGuance: 'View this event in Guance',
    more: 'Too long to show in full. View the rest in Guance',
    lasting: (start, duration) => `${start}, for ${duration} so far`,
    units: { day: 'd', hour: 'h', minute: 'min', second: 's' },
    footer: (route, eventId) => `Created by guance-jira · route ${route} · ${eventId}`,
    notes: {
      assignee: (value, route) => `${value} could not be assigned, so nobody was. Please check route ${route}.`,
      priority: (value, route) =>
        `Priority ${value} could not be set, so the project's default applies. Please check route ${route}.`,
      labels: (value, route) => `Labels ${value} could not be set and were left out. Please check route ${route}.`,
      field: (value, route) => `Field ${value} could not be set and was left out. Please check route ${route}.`,
      fallback: (value, route) =>
        `Route ${route} could not create this in ${value}, so the fallback project was used. Please check route ${route}.`,
      characters: (value) =>
        `This Jira's database cannot store four-byte characters such as emoji; ${value} stands for each. Guance has the original.`,
    },
  },
  comment: {
    unknownLevel: 'Unknown level',
    value: (value) => `, value ${value}`,
    level: (at, from, to, value) => `Level changed ${at}: ${from} → ${to}${value}.`,
    closed: 'Somebody has closed this issue, so it was left as it is.',
    priorityKept: (name) => `Priority stays ${name}.`,
    priorityRaised: (from, to) => `Priority ${from} → ${to}.`,
    priorityRefused: (to, route) => `Priority could not be raised to ${to}. Please check route ${route}.`,
    repeat: (since, count, at, value) =>
      `Repeated ${count} ${count === 1 ? 'time' : 'times'} since ${since}, last ${at}${value}.`,
    recovered: (at, by, lasted) =>
      `Recovered ${at}${by === '' ? '' : ` (by hand: ${by})`}${lasted === null ? '' : `, this round lasted ${lasted}`}.`,
    moved: (from, to) => `Status: ${from} → ${to}.`,
    notOffered: (wanted, stoppedAt, route) =>
      `No such transition is offered (${wanted}), so the status ${stoppedAt === null ? 'was not changed' : `is ${stoppedAt}`}. Please check route ${route}.`,
    refused: (wanted, words, stoppedAt, route) =>
      `Jira refused the transition ${wanted} (${words}), so the status ${stoppedAt === null ? 'was not changed' : `is ${stoppedAt}`}. Please check route ${route}.`,
    missing: (fields) => `Its screen asks for ${fields}: write a value that fits under recover.fields of this route.`,
    again: (at, after, reopened) =>
      `Triggered again ${at}${after === null ? '' : ` (${after} after the recovery)`}${reopened ? ', reopened' : ''}.`,
    late: (at, level, value) =>
      `Late event ${at}: ${level}${value}. A newer event was handled first, so nothing was changed.`,
    lastFault: (key) => `Last fault of the same object: ${key}`,
    logs: (count, until) =>
      count === 1
        ? `The last log line until ${until}:`
        : `The last ${count} log lines until ${until}, the newest at the end:`,
    noLogs: (until) => `Guance shows no log lines until ${until}.`,
    goneBefore: (key) => `The former issue of this fault, ${key}, cannot be reached any more, hence this new one.`,
  },
  storm: {
    summary: (route, window, limit) => `Alert storm: route ${route} has more than ${limit} new issues in ${window}`,
    why: (route, since, window, limit) =>
      `Since ${since} route ${route} has had ${limit} new issues within ${window}. Further faults get no issue of their own; they are listed in the comments here.`,
    kept: (levels, limit) => `Faults of level ${levels} still get their own, up to ${limit}.`,
    closes: 'This issue is closed when all listed faults have recovered.',
    listed: (count, total) => `${count} more ${count === 1 ? 'fault' : 'faults'}, ${total} in all:`,
    over: (total) => `All ${total} listed faults have recovered.`,
  },
  duplicate: {
    duplicate: (key: string) =>
      `This issue doubles ${key}: an answer of Jira was lost, and the same alert was created twice.`,
    closed: (key: string) => `Closed automatically; please go on in ${key}.`,
    left: (key: string) =>
      `Somebody has worked on it, so it was left open. Please decide which one to keep; updates go to ${key}.`,
  },
};
