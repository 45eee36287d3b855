/** Fields that follow their fault, and a project out of the event, from webhook to Jira: what is sent, what stays a person's. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentsAreThere } from './contract/openapi.ts';
import { refusedByDocuments } from './contract/refused-by-documents.ts';
import { type FaultLab, openFaultLab, watchedObject } from './fault-life/lab.ts';

const FIELDS = {
  customfield_10101: { name: 'Measured value', type: 'number' },
  customfield_10102: { name: 'Runbook', type: 'textarea' },
  customfield_10103: { name: 'Alert level', type: 'select', options: ['error', 'critical', 'ok'] },
  customfield_10107: { name: 'Owner', type: 'user' },
};
const rules = (owner: string) => `
defaults: { project: OPS, issueType: 故障, group: fault, language: en, recover: {}, recoverGrace: 2s }
people: { duty: ${owner} }
routes:
  - name: following
    match: { df_monitor_name: following }
    fields:
      "measured value": "{{ df_monitor_checker_value }}"
      customfield_10102: "now {{ df_monitor_checker_value }}"
      Alert level: "{{ level }}"
      Owner: "{{ tags.owner }}"
    follow: [Measured value, customfield_10102, alert level, Owner]
  - name: teams
    project: { template: "{{ tags.team }}", allow: [OPS, DBA], else: OPS }
`;
const SKIPPED = documentsAreThere ? '' : ' (skipped: no ../shared)';

describe.each(['cloud', 'datacenter'] as const)('on %s', (dialect) => {
  let lab: FaultLab;
  const isCloud = dialect === 'cloud';
  beforeAll(async () => {
    const projects = [{ key: 'OPS', fields: FIELDS }, { key: 'DBA' }, { key: 'NEW' }];
    lab = await openFaultLab(rules(isCloud ? 'pacher@example.com' : 'pacher'), {
      dialect,
      workers: 2,
      sandbox: { projects },
    });
  });
  afterAll(() => lab?.close());
  const about = (value: number, tags = {}) => ({
    df_monitor_checker_value: String(value),
    df_dimension_tags: JSON.stringify({ host: 'share', ...tags }),
  });
  const other = async (key: unknown) => Object((await lab.issue(key)).other);

  it('fields follow value and level to the recovery, each by its kind, and stay as a person has set them', async () => {
    const object = watchedObject('following');
    const [opened] = await lab.outcomes(object.next('error', about(91)));
    const key = opened?.issueKey;
    expect(await other(key)).toMatchObject({ customfield_10101: 91 });
    const before = (await lab.stack.jira.requests()).length;
    const [same] = await lab.outcomes(object.next('error', about(91)));
    const [repeat] = await lab.outcomes(object.next('error', about(95, { owner: 'duty' })));

    expect([same, repeat].map((line) => line?.outcome)).toEqual(['ignored', 'ignored']);
    const edits = (await lab.stack.jira.requests()).slice(before).filter(({ method }) => method === 'PUT');
    expect(edits).toHaveLength(1);
    expect(Reflect.get(Object(edits[0]?.body), 'fields')).toEqual({
      customfield_10101: 95,
      customfield_10102: isCloud ? expect.objectContaining({ type: 'doc' }) : 'now 95',
      customfield_10103: { value: 'error' },
      customfield_10107: isCloud ? { accountId: '5b10a2844c20165700ede21g' } : { name: 'pacher' },
    });
    await lab.byPerson(key, { fields: { customfield_10101: 1 } });
    const [rise] = await lab.outcomes(object.next('critical', about(99)));
    expect(rise).toMatchObject({ outcome: 'commented' });
    expect(await other(key)).toMatchObject({ customfield_10101: 1 });
    const [over] = await lab.outcomes(object.next('ok', about(20)));
    expect(over).toMatchObject({ outcome: 'resolved' });
    expect(await other(key)).toMatchObject({ customfield_10101: 1 });
    const written = (await lab.stack.jira.requests()).filter(({ method }) => method === 'PUT').at(-1);
    expect(Reflect.get(Object(written?.body), 'fields')).toMatchObject({ customfield_10103: { value: 'ok' } });
    expect((await lab.issue(key)).status).toBe('done');
  });

  it('the project is the one of the list that the event names, and no other', async () => {
    const named = async (team: string) => {
      const [line] = await lab.outcomes(watchedObject('teams').next('error', about(91, { team })));
      return line;
    };
    expect((await named('dba'))?.issueKey).toMatch(/^DBA-/);
    const refused = await named('NEW');
    expect(refused?.issueKey).toMatch(/^OPS-/);
    expect(refused?.warnings).toEqual(['project: "NEW" is not allowed, so it is OPS']);
  });

  it.skipIf(!documentsAreThere)(`every request is as the official document wants it${SKIPPED}`, async () => {
    expect(await refusedByDocuments(lab.stack.jira, dialect)).toEqual([]);
  });
});
