/** As whom the workers log in, and what Redis knows of it. */
import { keysFor } from '@guance-jira/queue';
import type { Run } from './fault.ts';

export const LINA = { lina: { email: 'lina@example.com', apiToken: 'lina-token', pats: ['lina-token'] } };

export function asLina(dialect: Run['dialect'], env: Record<string, string>): void {
  if (dialect === 'cloud') env.JIRA_USER = LINA.lina.email;
  env.JIRA_TOKEN = LINA.lina.apiToken;
}

/** How many accounts Redis knows that were used. */
export async function accountsOf({ stack }: Pick<Run, 'stack'>): Promise<number> {
  return Number(await stack.redis.call('ZCARD', keysFor(stack.prefix).accounts));
}

/** Also where nobody has used the new account yet: workers that have just been started do not know the one before. */
export function accountHasChanged({ stack }: Pick<Run, 'stack'>): boolean {
  return stack.workers.some(({ env }) => env.JIRA_TOKEN === LINA.lina.apiToken);
}
