import { event, planOf } from '@guance-jira/jira/testing';
import type { IssueDraft } from '@guance-jira/mapping';
import { beforeEach, describe, expect, it } from 'vitest';
import { optionalFields, type Refusals, rememberRefusals } from './rejected-fields.ts';

const MINUTE = 60_000;

let now: number;
let refusals: Refusals;
beforeEach(() => {
  now = 0;
  refusals = rememberRefusals(() => now);
});
const draftOf = (change: Partial<IssueDraft> = {}) => planOf(event(), change).draft;
const known = (change: Partial<IssueDraft> = {}) => [...refusals.known(draftOf(change))];
const person = (id: string): Partial<IssueDraft> => ({ assignee: { kind: 'person', id } });
const onScreen = (id: string) => ({
  id,
  name: id,
  kind: 'any' as const,
  required: false,
  hasDefault: false,
  allowed: null,
});
const custom = (value: unknown) => ({ fields: { customfield_10010: value } });

describe('a refused field', () => {
  it.each(['priority', 'labels', 'assignee', 'customfield_10010'])('%s is known for ten minutes', (field) => {
    expect(known()).toEqual([]);
    refusals.refused(draftOf(), [field], null);

    now = 10 * MINUTE - 1;
    expect(known()).toEqual([field]);
    now = 10 * MINUTE;
    expect(known()).toEqual([]);
  });

  it.each<[string, Partial<IssueDraft>]>([
    ['another route', { route: 'other' }],
    ['another project', { project: 'DBA' }],
    ['another issue type', { issueType: 'Task' }],
  ])('is not known for %s', (_name, change) => {
    refusals.refused(draftOf(), ['priority'], null);

    expect(known(change)).toEqual([]);
  });

  it('with another value is tried: the value may have been the fault', () => {
    refusals.refused(draftOf(custom('a')), ['customfield_10010'], null);

    expect(known(custom('b'))).toEqual([]);
    expect(known(custom('a'))).toEqual(['customfield_10010']);
  });

  it('whose screen is not shown is known whatever its value after two different ones, for a while', () => {
    refusals.refused(draftOf(custom('a')), ['customfield_10010'], null);
    now = MINUTE;
    refusals.refused(draftOf(custom('b')), ['customfield_10010'], null);

    expect(known(custom('c'))).toEqual(['customfield_10010']);
    now = 10 * MINUTE;
    expect(known(custom('c'))).toEqual([]);
  });

  it('is known whatever its value where Jira says that it is not on the screen', () => {
    refusals.refused(draftOf(), ['assignee'], { fields: [] });

    expect(known({ assignee: { kind: 'person', id: 'somebody else' } })).toEqual(['assignee']);
  });

  it.each(['a Jira that shows its screen', 'a value that may be anything'])(
    'is known by its values alone: %s',
    (which) => {
      const isShown = which.startsWith('a Jira');
      const [id, values] = isShown ? ['customfield_10010', custom] : ['assignee', person];
      const schema = isShown ? { fields: [onScreen(id)] } : null;
      for (const value of ['gone-1', 'gone-2', 'gone-3']) refusals.refused(draftOf(values(value)), [id], schema);

      expect(known(values('lina'))).toEqual([]);
      expect(known(values('gone-1'))).toEqual([id]);
    },
  );

  it('whose screen is not shown is tried with a new value after a minute', () => {
    for (const value of ['a', 'b']) refusals.refused(draftOf(custom(value)), ['customfield_10010'], null);

    now = MINUTE - 1;
    expect(known(custom('c'))).toEqual(['customfield_10010']);
    now = MINUTE;
    expect(known(custom('c'))).toEqual([]);
    expect(known(custom('a'))).toEqual(['customfield_10010']);
  });

  it('is never known where the route makes no issue without it', () => {
    refusals.refused(draftOf({ required: ['customfield_10010'] }), ['customfield_10010'], { fields: [] });

    expect(known({ required: ['customfield_10010'] })).toEqual([]);
  });

  it('of which some values are taken is known by its values alone', () => {
    refusals.refused(draftOf(custom('a')), ['customfield_10010'], null);
    refusals.taken(draftOf(custom('good')), new Set());
    refusals.refused(draftOf(custom('b')), ['customfield_10010'], null);

    expect(known(custom('c'))).toEqual([]);
    expect([...known(custom('a')), ...known(custom('b'))]).toEqual(['customfield_10010', 'customfield_10010']);
  });

  it('that was left out is no value taken', () => {
    refusals.refused(draftOf(custom('a')), ['customfield_10010'], null);
    refusals.taken(draftOf(custom('a')), new Set(['customfield_10010']));
    refusals.refused(draftOf(custom('b')), ['customfield_10010'], null);

    expect(known(custom('c'))).toEqual(['customfield_10010']);
  });

  it('does not fill the memory with ever new values', () => {
    refusals.taken(draftOf(custom('good')), new Set());
    for (let value = 0; value < 50; value += 1) refusals.refused(draftOf(custom(value)), ['customfield_10010'], null);

    expect([known(custom(0)), known(custom(49))]).toEqual([[], ['customfield_10010']]);
  });

  it.each(['description', 'project', 'customfield_99999'])('%s is not remembered', (field) => {
    refusals.refused(draftOf({ fields: { project: 'x' } }), [field], null);

    expect(known({ fields: { project: 'x' } })).toEqual([]);
  });
});

describe('optionalFields', () => {
  it.each<[Partial<IssueDraft>, string[]]>([
    [{}, ['assignee', 'customfield_10010', 'description', 'labels', 'priority']],
    [{ required: ['customfield_10010'] }, ['assignee', 'description', 'labels', 'priority']],
    [{ fields: {}, priority: null, assignee: { kind: 'project-default' }, labels: [] }, ['description', 'labels']],
    [{ fields: { priority: { id: '3' } }, priority: null }, ['assignee', 'description', 'labels', 'priority']],
  ])('of %j are %j', (change, names) => {
    expect([...optionalFields(draftOf(change)).keys()].sort()).toEqual(names);
  });
});
