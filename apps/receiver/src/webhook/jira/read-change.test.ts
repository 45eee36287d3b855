import { describe, expect, it } from 'vitest';
import { readChange } from './read-change.ts';

const read = (body: unknown) => readChange(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
const NOBODY = { by: null, fields: null };

describe('what Jira says of an issue', () => {
  it.each([
    [
      'a webhook of Cloud',
      {
        ...{ timestamp: 1, webhookEvent: 'jira:issue_updated', issue_event_type_name: 'issue_generic' },
        issue: { id: '10001', key: 'OPS-1', fields: { summary: 'secret' } },
        user: { accountId: '5b10', emailAddress: 'a@example.com' },
        changelog: { id: '1', items: [{ field: 'status', fieldId: 'status', from: '1', to: '3' }, { field: 'Rank' }] },
      },
      { issueId: '10001', issueKey: 'OPS-1', by: '5b10', fields: ['status', 'Rank'] },
    ],
    [
      'one of Data Center',
      {
        issue: { id: '10001', key: 'OPS-1' },
        user: { name: 'lina', key: 'JIRAUSER1' },
        changelog: { items: [{ field: 'resolution' }] },
      },
      { issueId: '10001', issueKey: 'OPS-1', by: 'lina', fields: ['resolution'] },
    ],
    [
      'the issue data of Automation',
      { id: 10001, key: 'OPS-1', fields: {} },
      { issueId: '10001', issueKey: 'OPS-1', ...NOBODY },
    ],
    [
      'one of Data Center with a person whom nobody knows, and a key of a pattern of its own',
      { issue: { id: '10001', key: '2024X-1' }, user: 'lina', changelog: 'none' },
      { issueId: '10001', issueKey: null, ...NOBODY },
    ],
    [
      'a webhook whose changes are no list',
      { issue: { id: 10001, key: 'OPS-1' }, user: [], changelog: { items: { field: 'status' } } },
      { issueId: '10001', issueKey: 'OPS-1', ...NOBODY },
    ],
    [
      'one that tells of no field at all',
      { issue: { id: '10001', key: 'OPS-1' }, user: { accountId: 7 }, changelog: { items: [null, 'status', {}] } },
      { issueId: '10001', issueKey: 'OPS-1', ...NOBODY },
    ],
    [
      'a smart value that was empty',
      { issue: { id: '', key: ' ops-1\n' }, user: { accountId: '' } },
      { issueId: null, issueKey: 'OPS-1', ...NOBODY },
    ],
    ['the key alone, in the place of the issue', { issue: 'OPS-1' }, { issueId: null, issueKey: 'OPS-1', ...NOBODY }],
    [
      'an issue that is null beside a key',
      { issue: null, key: 'OPS-1' },
      { issueId: null, issueKey: 'OPS-1', ...NOBODY },
    ],
    [
      'an id that is none beside a key',
      { issue: { id: 'x', key: 'OPS-1' } },
      { issueId: null, issueKey: 'OPS-1', ...NOBODY },
    ],
    ['a body that a person wrote there', { issue: { key: 'ops-1' } }, { issueId: null, issueKey: 'OPS-1', ...NOBODY }],
  ])('is read from %s, without its texts', (_name, body, change) => {
    expect(read(body)).toEqual(change);
  });

  it.each([
    ['a project', { webhookEvent: 'project_created', project: { id: 1 } }],
    ['a list', []],
    ['a key that is none', { issue: { key: '../../etc' } }],
    ['an id that is none', { issue: { id: 'x' } }],
    ['a number with a fraction', { issue: { id: 1.5 } }],
    ['nothing', null],
  ])('is none of it in %s', (_name, body) => {
    expect(read(body)).toBeNull();
  });

  it('is no JSON where Automation fills in a text without quoting it', () => {
    expect(() => read('{"issue": {"key": OPS-1}}')).toThrow(SyntaxError);
  });

  it('is found however deep the rest is, and by the last where a key stands twice, as Jira reads JSON too', () => {
    const deep = `${'['.repeat(400_000)}${']'.repeat(400_000)}`;

    expect(read(`{"issue":{"id":"1"},"x":${deep},"issue":{"id":"2","key":"OPS-2"}}`)).toMatchObject({ issueId: '2' });
  });

  it('is short, whatever was sent', () => {
    const items = Array.from({ length: 5_000 }, () => ({ field: 'x'.repeat(5_000) }));
    const change = read({
      issue: { id: '1', key: 'OPS-1' },
      user: { accountId: '\u{1F4BE}'.repeat(500) },
      changelog: { items },
    });

    expect(JSON.stringify(change).length).toBeLessThan(20_000);
    expect(change?.by?.isWellFormed()).toBe(true);
  });
});
