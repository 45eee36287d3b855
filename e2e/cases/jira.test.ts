/** Cases from public reports: fields, workflows and readers of Jira. With real processes, in both dialects. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentsAreThere } from '../contract/openapi.ts';
import { refusedByDocuments } from '../contract/refused-by-documents.ts';
import { commandCases, runCommand } from './jira/commands.ts';
import { fieldCases, sendsItsFields } from './jira/fields.ts';
import { isOn, type JiraCase, readJiraCases } from './jira/file.ts';
import { type JiraLab, openJiraLab } from './jira/lab.ts';
import * as stories from './jira/stories.ts';
import * as workflows from './jira/workflows.ts';

type Run = (lab: JiraLab, one: JiraCase) => Promise<void>;

const INTERNAL = { key: 'sd.public.comment', value: { internal: true } };
const STORIES: Record<string, Run> = {
  ...Object.fromEntries(fieldCases.map((id) => [id, sendsItsFields])),
  assignee_after_two_bad: stories.thirdAssignee,
  option_just_added: stories.optionJustAdded,
  off_the_screen: stories.offTheScreen,
  level_refused: stories.makesNone(/security level|security/i),
  required_by_the_route: stories.makesNone(/customfield_10103/),
  steps_before_a_later_wish: workflows.recoversTo('Done'),
  done_without_wishes: workflows.recoversTo('Done'),
  not_cancelled: workflows.recoversTo('Resolved'),
  not_a_duplicate: workflows.recoversTo('Resolved'),
  a_later_wish_where_the_first_is_nowhere: workflows.recoversTo('Done'),
  cancelled_on_purpose: workflows.recoversTo('Cancelled'),
  resolution_cleared: workflows.opensAgain,
  resolution_not_offered: workflows.opensAgain,
  way_back: workflows.opensAgain,
  no_way_back: workflows.getsSuccessor,
  comment_refused: workflows.getsSuccessor,
  archived: workflows.getsSuccessor,
  wont_fix_stays: workflows.staysAlone,
  root_cause_by_name: workflows.rootCause,
  comment_asked_for: workflows.commentGoesAlong,
  resolution_asked_for: workflows.resolutionGiven,
  internal_comments: workflows.comments((comment) =>
    expect(comment).toMatchObject({ properties: expect.arrayContaining([INTERNAL]) }),
  ),
  comments_for_a_role: workflows.comments((comment) =>
    expect(comment).toMatchObject({ visibility: { type: 'role', value: 'Developers' } }),
  ),
  public_by_default: workflows.comments((comment) => {
    expect(comment).not.toHaveProperty('visibility');
    expect(JSON.stringify(comment)).not.toContain('sd.public.comment');
  }),
  watchers_added_cloud: stories.watchedBy('pacher', 'lina'),
  watchers_added_data_center: stories.watchedBy('pacher', 'lina'),
  watcher_from_tag_cloud: stories.watchedBy('lina'),
  watcher_from_tag_data_center: stories.watchedBy('lina'),
};
/** What needs all of Jira or of Redis, or rules that hold for every route: one after the other, on a stack of their own. */
const APART: Record<string, Run> = {
  storm_issue: stories.stormEnds,
  fallback_may_take_it: stories.goesToFallback,
  watchers_refused_cloud: stories.watcherRefused,
  watchers_refused_data_center: stories.watcherRefused,
  second_issue_of_an_alert: stories.secondIsClosed,
};
const file = readJiraCases();
const cases = file ?? [];
const SKIPPED = file === null ? ' (skipped: no ../shared)' : '';

it.skipIf(file === null)(`every case of the file has its run${SKIPPED}`, () => {
  const known = [...Object.keys(STORIES), ...Object.keys(APART), ...commandCases];
  expect(known.sort()).toEqual(cases.map(({ id }) => id).sort());
});

describe.skipIf(file === null).each(['cloud', 'datacenter'] as const)(
  `Jira as other people have it, on %s${SKIPPED}`,
  { timeout: 300_000 },
  (dialect) => {
    const own = cases.filter((one) => isOn(one, dialect));
    const together = own.filter(({ id }) => id in STORIES);
    const apart = own.filter(({ id }) => id in APART).sort((a, b) => indexOf(a) - indexOf(b));
    const ends = new Map<string, Promise<void>>();
    const labs: Promise<JiraLab>[] = [];
    beforeAll(() => {
      if (file === null) return;
      const lab = openJiraLab(dialect, together, cases);
      const other = openJiraLab(dialect, apart, cases);
      labs.push(lab, other);
      for (const one of together)
        ends.set(
          one.id,
          lab.then((open) => STORIES[one.id]?.(open, one)),
        );
      let before: Promise<unknown> = other;
      for (const one of apart) {
        const end = before.catch(() => {}).then(async () => APART[one.id]?.(await other, one));
        ends.set(one.id, end);
        before = end;
      }
      for (const end of ends.values()) end.catch(() => {});
    });
    afterAll(async () => {
      await Promise.allSettled(ends.values());
      for (const lab of labs) await (await lab).close();
    }, 120_000);

    it.for(own)('$id: $title', async (one) => {
      if (commandCases.includes(one.id)) await runCommand(one, dialect);
      else await ends.get(one.id);
    });

    it.skipIf(!documentsAreThere)('asks all of it as the official documents want it', async () => {
      await Promise.allSettled(ends.values());
      const refused = labs.map(async (lab) => refusedByDocuments((await lab).stack.jira, dialect));
      expect((await Promise.all(refused)).flat()).toEqual([]);
    });
  },
);

function indexOf({ id }: JiraCase): number {
  return Object.keys(APART).indexOf(id);
}
