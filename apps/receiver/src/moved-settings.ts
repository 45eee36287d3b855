import type { Log } from '@guance-jira/service';

const MOVED = /^(ADMIN_(HOST|PORT)|DASHBOARD_(USER|PASSWORD|READONLY_USER|READONLY_PASSWORD|ALLOW_DELETE))(_FILE)?$/;

/**
 * Says where the dashboard went to whoever still sets what was read here before it became an app of its own. No warning: processes
 * may well share one environment.
 */
export function tellMovedSettings(env: Readonly<Record<string, string | undefined>>, log: Log): void {
  const settings = Object.keys(env)
    .filter((name) => env[name] && MOVED.test(name))
    .sort();
  if (settings.length === 0) return;
  log.info('settings of the dashboard are not read here', {
    settings: settings.join(', '),
    hint: 'the dashboard is an app of its own, which reads them: npm run console',
  });
}
