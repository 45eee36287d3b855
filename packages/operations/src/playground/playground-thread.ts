/** Runs in a thread of its own, which is ended when rules or events take too long. */
import { answerInThread } from '@guance-jira/service';
import { changeBy } from './change.ts';
import type { Asked } from './playground.ts';
import { tryRules } from './try-rules.ts';

answerInThread((text) => {
  const asked = JSON.parse(text) as Asked;
  return JSON.stringify(asked.kind === 'try' ? tryRules(asked, asked.plainText) : changeBy(asked));
});
