import type { IdleSettings } from '@guance-jira/operations';
import { type Check, check } from '../command-line/check.ts';
import type { Words } from '../words/words.ts';

/** What is set and does nothing. */
export function checkSettings({ byRules, misspelt }: IdleSettings, { doctor: says }: Words): Check[] {
  return [
    ...misspelt.map(({ name, meant }) =>
      check('settings', 'settings_unknown', 'warn', says.settingUnknown(name, meant)),
    ),
    ...(byRules.length === 0
      ? []
      : [check('settings', 'settings_idle', 'unknown', says.settingsIdle(byRules.join(', ')))]),
  ];
}
