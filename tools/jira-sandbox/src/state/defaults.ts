import { createHash } from 'node:crypto';
import { AccountOptions, type Dialect } from '../options.ts';
import type { Account, NamedId } from './model.ts';

export const defaultAccounts: AccountOptions[] = [
  {
    login: 'bot',
    displayName: 'Guance Bot',
    email: 'bot@example.com',
    password: 'sandbox-password',
    apiToken: 'sandbox-token',
    pats: ['sandbox-token'],
    oauth: { clientId: 'sandbox-client', clientSecret: 'sandbox-client-secret' },
  },
  { login: 'pacher', displayName: 'Pacher Wang', accountId: '5b10a2844c20165700ede21g' },
  { login: 'wangwei', displayName: '王伟', accountId: '712020:77aa-wangwei' },
  { login: 'lina', displayName: '李娜', accountId: '5b10ac8d82e05b22cc7d4ef5' },
];

export const defaultProjects = [
  { key: 'OPS', name: '运维' },
  { key: 'DBA', name: '数据库' },
];

export const priorities: NamedId[] = ['Highest', 'High', 'Medium', 'Low', 'Lowest'].map((name, n) => ({
  id: String(n + 1),
  name,
}));

export function accountFrom(input: AccountOptions, dialect: Dialect): Account {
  const options = AccountOptions.parse(input);
  const hash = createHash('sha256').update(options.login).digest('hex');
  return {
    ...options,
    displayName: options.displayName ?? options.login,
    email: options.email ?? `${options.login}@example.com`,
    // Data Center knows people by name only.
    accountId: dialect === 'cloud' ? (options.accountId ?? `712020:${hash.slice(0, 32)}`) : options.login,
  };
}
