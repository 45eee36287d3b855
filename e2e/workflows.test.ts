/** Workflows as people met them (public reports): cancelling beside solving, closing screens that ask for more, a resolution that stays. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FaultLab, openFaultLab, watchedObject } from './fault-life/lab.ts';

const STATUSES = { Open: 'new', 'In Progress': 'indeterminate', Done: 'done', Closed: 'done', Cancelled: 'done' };
const cancel = { id: '81', name: 'Cancel', to: 'Cancelled' };
const done = { id: '31', name: 'Done', to: 'Done' };
const reopen = { id: '21', name: 'Reopen', to: 'Open' };
const workflow = (transitions: Record<string, object[]>) => ({ start: 'Open', statuses: STATUSES, transitions });
const screen = (fields: object) => ({ ...done, fields: { resolution: { required: true }, ...fields } });
const cause = { name: 'Root cause', type: 'text', required: true };

const PROJECTS = [
  {
    key: 'CANCEL',
    workflow: workflow({
      Open: [cancel, { id: '11', name: 'Start progress', to: 'In Progress' }],
      'In Progress': [cancel, done],
      Done: [reopen],
    }),
  },
  {
    key: 'DOUBLE',
    workflow: workflow({ Open: [{ id: '71', name: 'Mark as duplicate', to: 'Closed' }, done], Done: [reopen] }),
  },
  { key: 'CAUSE', workflow: workflow({ Open: [screen({ customfield_20001: cause })], Done: [reopen] }) },
  {
    key: 'MISFIT',
    workflow: workflow({
      Open: [
        screen({
          customfield_20001: { name: 'Impact', type: 'select', options: ['none', 'all'], required: true },
          customfield_20002: { name: 'Lasted', type: 'number' },
        }),
      ],
      Done: [reopen],
    }),
  },
  { key: 'COMMENT', workflow: workflow({ Open: [screen({ comment: { required: true } })], Done: [reopen] }) },
  {
    key: 'STAYS',
    workflow: workflow({ Open: [done], Done: [{ ...reopen, keepResolution: true, fields: { resolution: {} } }] }),
  },
];
const RULES = `
defaults: { project: CANCEL, issueType: 故障, group: fault, language: en, recoverGrace: 2s, recover: {} }
routes:
  - { name: in steps, match: { df_monitor_name: in steps }, recover: { transition: [Done, category:done] } }
  - { name: without a wish, match: { df_monitor_name: without a wish } }
  - { name: on purpose, match: { df_monitor_name: on purpose }, recover: { transition: Cancelled } }
  - { name: double, match: { df_monitor_name: double }, project: DOUBLE }
  - name: cause
    match: { df_monitor_name: cause }
    project: CAUSE
    recover: { transition: Done, resolution: Done, fields: { "Root cause": "{{ df_event_reason }}" } }
  - { name: no cause, match: { df_monitor_name: no cause }, project: CAUSE }
  - { name: misfit, match: { df_monitor_name: misfit }, project: MISFIT, recover: { fields: { Impact: "{{ df_event_reason }}", Lasted: long } } }
  - { name: words, match: { df_monitor_name: words }, project: COMMENT, recover: { comment: "Over: {{ level }}" } }
  - { name: no words, match: { df_monitor_name: no words }, project: COMMENT }
  - { name: stays, match: { df_monitor_name: stays }, project: STAYS }
unmatched: ignore
`;

describe.each(['cloud', 'datacenter'] as const)('a workflow on %s', (dialect) => {
  let lab: FaultLab;
  beforeAll(async () => {
    lab = await openFaultLab(RULES, { dialect, sandbox: { language: 'en', projects: PROJECTS } });
  });
  afterAll(() => lab?.close());

  /** The sandbox calls the statuses that it has by itself by a word of its own. */
  const statusOf = async (key: unknown) => String((await lab.issue(key)).status).toLowerCase();

  async function recovered(monitor: string) {
    const object = watchedObject(monitor);
    const [opened] = await lab.outcomes(object.next('error'));
    const key = opened?.issueKey;
    const reason = { df_event_reason: '满足监控器中故障的认定条件' };
    const [over] = await lab.outcomes(object.next('ok', reason));
    return {
      object,
      key,
      over,
      issue: await lab.issue(key),
      status: await statusOf(key),
      comments: await lab.comments(key),
    };
  }

  it.each([
    ['in steps', 'Done'],
    ['without a wish', 'Done'],
    ['on purpose', 'Cancelled'],
    ['double', 'Done'],
    ['cause', 'Done'],
  ])('closes a recovered fault %s as %s', async (monitor, status) => {
    const { over, ...after } = await recovered(monitor);

    expect([over?.outcome, after.status]).toEqual(['resolved', status.toLowerCase()]);
  });

  it('fills the field of the closing screen by its name', async () => {
    const { issue } = await recovered('cause');

    expect(JSON.stringify(issue)).toContain('"customfield_20001":"满足');
  });

  it('names what the rules lack for the closing screen', async () => {
    const { over, status, comments } = await recovered('no cause');

    expect([over?.outcome, status]).toEqual(['commented', 'open']);
    expect(comments).toEqual([expect.stringMatching(/Root cause is required.+Its screen asks for Root cause/)]);
  });

  it('names a value that does not fit the closing screen, in the comment and in the log', async () => {
    const { over, status, comments } = await recovered('misfit');

    expect([over?.outcome, status]).toEqual(['commented', 'open']);
    expect(comments).toEqual([expect.stringMatching(/Its screen asks for Impact: write a value that fits/)]);
    expect(over?.warnings).toEqual([
      expect.stringMatching(/^recover\.fields: Impact \(customfield_20001\): "满足.+" is not among its choices/),
      'recover.fields: Lasted (customfield_20002): "long" is no number, so it was left out',
      expect.stringMatching(/it asks for Impact$/),
    ]);
  });

  it.each([
    ['words', ['Over: ok', expect.stringContaining('Status: Open → Done.')]],
    ['no words', [expect.stringMatching(/^Recovered .+\.$/)]],
  ])('gives its closing screen the comment that it wants: %s', async (monitor, said) => {
    const { over, status, comments } = await recovered(monitor);

    expect([over?.outcome, status, comments]).toEqual(['resolved', 'done', said]);
  });

  it('empties the resolution of an issue that is opened again', async () => {
    const { object, key } = await recovered('stays');
    object.again();
    const [again] = await lab.outcomes(object.next('error'));

    expect(again).toMatchObject({ outcome: 'reopened', issueKey: key });
    expect(await lab.issue(key)).toMatchObject({ resolutionId: null });
    expect(await statusOf(key)).toBe('open');
  });
});
