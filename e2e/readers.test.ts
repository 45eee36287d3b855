/** Who may read what is told, and who watches: on a service desk, for a role, and where Jira does not let this account. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultLab, openFaultLab, watchedObject } from './fault-life/lab.ts';

const RULES = (people: string) => `
defaults: { project: OPS, issueType: 故障, group: fault, language: en, recoverGrace: 2s, recover: {} }
people: ${people}
routes:
  - { name: desk, match: { df_monitor_name: desk }, project: DESK, comments: { internal: true } }
  - { name: role, match: { df_monitor_name: role }, comments: { visibility: { role: Developers } } }
  - { name: everybody, match: { df_monitor_name: everybody }, project: DESK }
  - { name: watched, match: { df_monitor_name: watched }, watchers: [dba-duty, "{{ df_event_reason }}", nobody-duty] }
unmatched: ignore
`;
const PEOPLE = {
  cloud: '{ dba-duty: 5b10a2844c20165700ede21g, web-duty: lina@example.com, nobody-duty: nobody@example.com }',
  datacenter: '{ dba-duty: pacher, web-duty: lina, nobody-duty: nobody }',
};
const ACCOUNTS = { cloud: ['5b10a2844c20165700ede21g', '5b10ac8d82e05b22cc7d4ef5'], datacenter: ['pacher', 'lina'] };
const INTERNAL = { key: 'sd.public.comment', value: { internal: true } };

describe.each(['cloud', 'datacenter'] as const)('an issue on %s', (dialect) => {
  let lab: FaultLab;
  beforeAll(async () => {
    const projects = [{ key: 'OPS' }, { key: 'DESK', type: 'service_desk' }];
    lab = await openFaultLab(RULES(PEOPLE[dialect]), { dialect, sandbox: { language: 'en', projects } });
  });
  afterAll(() => lab?.close());

  const bodies = async (ending: RegExp) => {
    const requests = await lab.stack.jira.requests();
    return requests.filter(({ method, path }) => method === 'POST' && ending.test(path)).map(({ body }) => body);
  };

  async function life(monitor: string) {
    const before = (await bodies(/\/comment$/)).length;
    const object = watchedObject(monitor);
    for (const status of ['warning', 'critical', 'ok']) await lab.outcomes(object.next(status));
    return (await bodies(/\/comment$/)).slice(before).map((body) => Object(body));
  }

  it('of a service desk tells its agents only', async () => {
    const comments = await life('desk');

    expect(comments).toHaveLength(2);
    for (const { properties } of comments) expect(properties).toContainEqual(INTERNAL);
  });

  it('tells a role only', async () => {
    const comments = await life('role');

    expect(comments.map(({ visibility }) => visibility)).toEqual([
      { type: 'role', value: 'Developers' },
      { type: 'role', value: 'Developers' },
    ]);
  });

  it('tells everybody where the rules say nothing', async () => {
    const comments = await life('everybody');

    expect(comments).toHaveLength(2);
    for (const { properties, visibility } of comments) {
      expect(properties).not.toContainEqual(INTERNAL);
      expect(visibility).toBeUndefined();
    }
  });

  it('is watched by those whom duty and event name; one whom nobody knows costs a warning', async () => {
    const [line] = await lab.outcomes(watchedObject('watched').next('error', { df_event_reason: 'web-duty' }));

    expect(line).toMatchObject({ outcome: 'created' });
    expect(line?.warnings).toEqual([expect.stringContaining('does not watch')]);
    expect((await bodies(/\/watchers$/)).slice(0, 2)).toEqual(ACCOUNTS[dialect]);
  });

  it('is made and goes on where Jira lets nobody be added', async () => {
    const respond = { status: 403, body: { errorMessages: ['You may not manage watchers.'], errors: {} } };
    await lab.stack.jira.control('POST', '/faults', { path: 'watch', times: 9, action: { respond } });
    const object = watchedObject('watched');
    const ends = await lab.outcomes(object.next('error', { df_event_reason: 'web-duty' }));
    ends.push(...(await lab.outcomes(object.next('ok'))));

    expect(ends.map(({ outcome }) => outcome)).toEqual(['created', 'resolved']);
  });
});
