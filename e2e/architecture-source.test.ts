import { describe, expect, it } from 'vitest';
import { sourceFiles, withoutComments } from './harness/sources/source-files.ts';

/** Here alone the fields of Guance become an event in our words. */
const HOME = 'packages/mapping/src/source/guance/';

/** What else knows a field by its name, each with the reason why it cannot ask `HOME`. A shorter list is better. */
const MAY_KNOW: Readonly<Record<string, string>> = {
  'apps/cli/src/words/explain.ts': 'tells people what to write',
  'apps/cli/src/words/find.ts': 'tells people what to write',
  'apps/cli/src/words/help.ts': 'tells people what to write',
  'apps/cli/src/words/import.ts': 'tells people what to write',
  'apps/console/src/board/job-link.ts': 'links to the alert, from a job that may be no event at all',
  'apps/receiver/src/http/answers.ts': 'describes the request to people',
  'apps/receiver/src/parse-settings.ts': 'tells people what to write',
  'apps/receiver/src/webhook/bound-workspaces.ts': 'tells people what to write',
  'packages/guance/src/newest-events.ts': "asks Guance's own API, in its words",
  'packages/guance/src/open-faults.ts': "asks Guance's own API, in its words",
  'packages/guance/src/settings.ts': 'tells people what to write',
  'packages/mapping/src/rules/schema/file.ts': 'examples that editors show',
  'packages/mapping/src/rules/schema/options.ts': 'examples that editors show',
  'packages/mapping/src/rules/schema/values.ts': 'examples that editors show',
  'packages/operations/src/import/from-recipe.ts': "reads the dictionaries of Guance's recipe, which name its fields",
  'packages/operations/src/import/lookup-routes.ts': "reads the dictionaries of Guance's recipe, which name its fields",
  'packages/queue/src/contract/guance-fields.ts': 'what receiver and queue must know before the event is read',
  'packages/queue/src/delivery/find-events.ts': 'finds alerts in whatever envelope, before they are accepted',
  'packages/queue/src/delivery/read-body.ts': 'tells a form and a text from an event, before it is accepted',
  'packages/queue/src/delivery/repair-json.ts': 'repairs only what can hold an alert',
};

/** What asks `HOME` for something else than an alert in our words, which comes through `source/read-alert.ts` alone. */
const MAY_ASK: Readonly<Record<string, string>> = {
  'packages/mapping/src/fields/description.ts': 'whether a time can be that of an arrival',
  'packages/mapping/src/fields/summary.ts': 'what the rules say where people say nothing',
  'packages/mapping/src/index.ts': 'what command line and tests make of events and times',
  'packages/mapping/src/routing/route.ts': 'what the rules say where people say nothing',
  'packages/mapping/src/rules/checks/check-match.ts': 'fields that rules can name',
  'packages/mapping/src/rules/compile.ts': 'what the rules say where people say nothing',
  'packages/mapping/src/rules/schema/match-values.ts': 'fields that rules can name',
  'packages/mapping/src/source/read-alert.ts': 'the door to it',
};

const knowing = sourceFiles()
  .filter(({ path, isTest }) => /^(apps|packages)\//.test(path) && !isTest)
  .filter(({ text }) => /\bdf_/.test(withoutComments(text)))
  .map(({ path }) => path);

describe('the fields of Guance', () => {
  it('are read where alerts of Guance become events of ours', () => {
    expect(knowing.filter((path) => path.startsWith(HOME)).length).toBeGreaterThan(5);
  });

  it('are known by name nowhere else but where the list says why', () => {
    expect(
      knowing.filter((path) => !path.startsWith(HOME)),
      `put what knows a df_ field into ${HOME}, behind the alert event in our words`,
    ).toEqual(Object.keys(MAY_KNOW).toSorted());
  });

  it('reach the rest through one door: a second source is a folder beside it', () => {
    const asking = sourceFiles()
      .filter(({ path, isTest }) => !isTest && !path.startsWith(HOME))
      .filter(({ imports }) => imports.some((target) => target.startsWith(HOME)))
      .map(({ path }) => path);
    expect(asking, 'ask packages/mapping/src/source/read-alert.ts').toEqual(Object.keys(MAY_ASK).toSorted());
  });
});
