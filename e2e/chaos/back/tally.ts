/** What a run with the way back did, for whoever reads its report. */
import type { GuanceSandbox } from '@guance-jira/guance-sandbox';
import type { Stack } from '../../harness/index.ts';

export async function tallyOf({ control }: GuanceSandbox, { jira, workers }: Stack): Promise<Record<string, number>> {
  const requests = control.requests();
  const done = (kind: string) => requests.filter((one) => one.kind === kind && one.committed).length;
  const asked = (...kinds: string[]) => requests.filter(({ kind }) => kinds.includes(kind)).length;
  const lines = workers.flatMap(({ log }) => log.named('event handled'));
  return {
    ...{ restored: done('restore'), muted: done('mute-create'), lifted: done('mute-delete') },
    looked: asked('abnormal', 'mute-list', 'query', 'event'),
    wrong: requests.filter(({ fault }) => fault !== null).length,
    polled: (await jira.requests()).filter(isPoll).length,
    caughtUp: lines.filter(({ caughtUp, outcome }) => caughtUp === true && typeof outcome === 'string').length,
  };
}

export function isPoll({ path, body }: { path: string; body?: unknown }): boolean {
  return `${decodeURIComponent(path)} ${JSON.stringify(body) ?? ''}`.includes('updated >=');
}

/** Issues of whose restore a worker says that it is done. */
export function countedAsRestored({ workers }: Stack): Set<string> {
  const lines = workers.flatMap(({ log }) => log.named('change handled'));
  return new Set(
    lines.filter(({ deeds }) => String(deeds).includes('restored')).map(({ issueKey }) => String(issueKey)),
  );
}
