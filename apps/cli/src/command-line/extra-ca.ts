import { getCACertificates, setDefaultCACertificates } from 'node:tls';

/**
 * Node reads NODE_EXTRA_CA_CERTS before our first line. One that only `.env` names comes too late for it, while the worker
 * that `npm start` starts has it: so it is added here.
 */
export function trustExtraCa(
  path: string | undefined,
  atStart: string | undefined,
  readFile: (path: string) => string | null,
): void {
  if (!path || path === atStart) return;
  const pem = readFile(path);
  if (pem === null) return;
  setDefaultCACertificates([...getCACertificates('default'), pem]);
}
