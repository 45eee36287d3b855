/** The log-in to Jira. A secret given as a file is read again when Jira refuses it, so that a new token needs no restart. */
import { hash } from 'node:crypto';
import { authorizationHeader, type Credentials } from '@guance-jira/jira';

export interface CredentialStore {
  authorization(): string;
  /** Tells this log-in from another one; 48 bits of a hash, from which nobody gets the secret. */
  fingerprint(): string;
  /** Reads the secret again; true when it has changed. A file that cannot be read leaves the old secret. */
  reload(): boolean;
}

export function credentialStore(read: () => Credentials): CredentialStore {
  let header = authorizationHeader(read());
  let print = fingerprintOf(header);
  return {
    authorization: () => header,
    fingerprint: () => print,
    reload: () => {
      try {
        const fresh = authorizationHeader(read());
        const changed = fresh !== header;
        header = fresh;
        print = fingerprintOf(fresh);
        return changed;
      } catch {
        return false;
      }
    },
  };
}

function fingerprintOf(header: string): string {
  return hash('sha256', `guance-jira ${header}`, 'hex').slice(0, 12);
}
