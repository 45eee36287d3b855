/** The log-in to Jira. A secret given as a file is read again when Jira refuses it, so that a new token needs no restart. */
import { authorizationHeader, type Credentials } from './jira/connect.ts';

export interface CredentialStore {
  authorization(): string;
  /** Reads the secret again; true when it has changed. A file that cannot be read leaves the old secret. */
  reload(): boolean;
}

export function credentialStore(read: () => Credentials): CredentialStore {
  let header = authorizationHeader(read());
  return {
    authorization: () => header,
    reload: () => {
      try {
        const fresh = authorizationHeader(read());
        const changed = fresh !== header;
        header = fresh;
        return changed;
      } catch {
        return false;
      }
    },
  };
}
