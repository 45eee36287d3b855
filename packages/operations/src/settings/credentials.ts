/** By whom and how Jira is reached. What is given as a file is read again every few seconds, so that a new token or certificate needs no restart. */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { authorizationHeader, type Certificates, type JiraAccess } from '@guance-jira/jira';
import { textOf } from '@guance-jira/service';

export interface CredentialStore {
  access(): JiraAccess;
  headers(): Readonly<Record<string, string>>;
  certificates(): Certificates;
  /** Tells this login from another one; 48 bits of a hash, from which nobody gets the secret. */
  fingerprint(): string;
  /** Reads all again; true when something has changed. A file that cannot be read leaves what was. */
  reload(): boolean;
}

/**
 * `load`, done again only where a file that it has read says something else now: the environment of a process does not change, and most
 * have no such file.
 */
export function whenFilesChange<T>(
  load: (readFile: (path: string) => string) => T,
  readFile: (path: string) => string = (path) => textOf(readFileSync(path)),
): () => T {
  let last: { loaded: T; files: ReadonlyMap<string, string> } | null = null;
  return () => {
    if (last !== null && [...last.files].every(([path, text]) => readFile(path) === text)) return last.loaded;
    const files = new Map<string, string>();
    const loaded = load((path) => {
      const text = readFile(path);
      files.set(path, text);
      return text;
    });
    last = { loaded, files };
    return loaded;
  };
}

export function credentialStore(read: () => JiraAccess): CredentialStore {
  let access = read();
  let print = fingerprintOf(access);
  return {
    access: () => access,
    headers: () => access.headers,
    certificates: () => access.certificates,
    fingerprint: () => print,
    reload: () => {
      try {
        const fresh = read();
        const changed = JSON.stringify(fresh) !== JSON.stringify(access);
        access = fresh;
        print = fingerprintOf(fresh);
        return changed;
      } catch {
        return false;
      }
    },
  };
}

/** A gateway that refused us by its headers may let the new ones in, so these are part of it. */
function fingerprintOf(access: JiraAccess): string {
  const more = [access.headers, access.oauth ?? {}].filter((part) => Object.keys(part).length > 0);
  const text = [authorizationHeader(access), ...more.map((part) => JSON.stringify(part))].join('');
  return hash('sha256', `guance-jira ${text}`, 'hex').slice(0, 12);
}
