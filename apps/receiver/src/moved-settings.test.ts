import type { Log } from '@guance-jira/service';
import { expect, it } from 'vitest';
import { tellMovedSettings } from './moved-settings.ts';

function toldOf(env: Record<string, string>): unknown[] {
  const told: unknown[] = [];
  const log: Log = {
    ...{ error: () => undefined, warn: () => undefined, debug: () => undefined },
    info: (_message, fields) => void told.push(fields?.settings),
  };
  tellMovedSettings(env, log);
  return told;
}

it('names the settings of the dashboard that are set, by file or not, and no others', () => {
  const env = {
    DASHBOARD_PASSWORD_FILE: '/run/secrets/dashboard-password',
    ADMIN_PORT: '8081',
    ADMIN_HOST: '',
    DASHBOARD_THEME: 'dark',
    METRICS_PORT: '8084',
  };

  expect(toldOf(env)).toEqual(['ADMIN_PORT, DASHBOARD_PASSWORD_FILE']);
  expect(toldOf({ METRICS_PORT: '8084' })).toEqual([]);
});
