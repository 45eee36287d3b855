import { describe, expect, it } from 'vitest';
import { sourceFiles, withoutComments } from './harness/sources/source-files.ts';

/** Here alone the fields of Guance become an event in our words. */
const HOME = 'packages/mapping/src/source/guance/';

/** What else knows a field by its name, each with the reason why it cannot ask `HOME`. A shorter list is better. */
const MAY_KNOW: Readonly<Record<string, string>> = {
  'apps/cli/src/words/explain.ts': 'tells people what to write',
  'apps/cli/src/words/find.ts': 'tells people what to write',
  'apps/cli/src/words/help.ts': 'tells people what to write',
  'apps/console/src/board/job-link.ts': 'links to the alert, from a job that may be no event at all',
  'apps/receiver/src/ingest/add-events.ts': 'names the job by its title before anybody reads the event',
  'apps/receiver/src/parse-settings.ts': 'tells people what to write',
  'apps/receiver/src/webhook/body/find-events.ts': 'finds alerts in whatever envelope, before they are accepted',
  'apps/receiver/src/webhook/body/read-body.ts': 'tells a form and a text from an event, before it is accepted',
  'apps/receiver/src/webhook/body/repair-json.ts': 'repairs only what can hold an alert',
  'apps/receiver/src/webhook/bound-workspaces.ts': 'tells people what to write',
  'apps/receiver/src/webhook/deliver.ts': 'keeps the id that it gives to an event without one',
  'packages/mapping/src/rules/schema/file.ts': 'examples that editors show',
  'packages/mapping/src/rules/schema/options.ts': 'examples that editors show',
  'packages/mapping/src/rules/schema/values.ts': 'examples that editors show',
  'packages/queue/src/contract/dropped-fields.ts':
    'fields that never reach Redis: receiver and command line agree on them',
  'packages/queue/src/contract/identity-fields.ts': 'ids that receiver and worker must read alike',
  'packages/queue/src/contract/identity.ts': 'ids that receiver and worker must read alike',
  'packages/queue/src/contract/priority.ts': 'the order of the queue, decided before the event is read',
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
});
