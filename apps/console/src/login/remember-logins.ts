import { hash } from 'node:crypto';

const MAX_LOGINS = 1_000;

/** Which credentials were right from which address before. Only digests are kept. */
export interface RememberedLogins {
  has(address: string, authorization: string | undefined): boolean;
  add(address: string, authorization: string | undefined): void;
}

/** Keeps the newest thousand of this process. */
export function rememberLogins(): RememberedLogins {
  const known = new Set<string>();
  return {
    has: (address, authorization) => known.has(digestOf(address, authorization)),
    add(address, authorization) {
      const login = digestOf(address, authorization);
      known.delete(login);
      const oldest = known.values().next();
      if (known.size >= MAX_LOGINS && !oldest.done) known.delete(oldest.value);
      known.add(login);
    },
  };
}

function digestOf(address: string, authorization: string | undefined): string {
  return hash('sha256', `${address}\n${authorization ?? ''}`, 'base64');
}
