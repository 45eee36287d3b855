import { idleSettings } from '@guance-jira/operations';
import type { Log } from '@guance-jira/service';

/** What is set and does nothing is mostly meant to do something. */
export function tellIdleSettings(env: Readonly<Record<string, string | undefined>>, log: Log): void {
  const { byRules, misspelt } = idleSettings(env);
  for (const { name, meant } of misspelt)
    log.warn('a setting is read by nobody', { name, hint: `did you mean ${meant}?` });
  if (byRules.length > 0)
    log.info('settings do nothing beside RULES_FILE', {
      settings: byRules.join(', '),
      hint: 'the rules say it for each route',
    });
}
