/** Runs in a thread of its own, which is ended when a text takes too long. */
import { loadMarkdown, parseSlowly } from '@guance-jira/mapping';
import { answerInThread } from '@guance-jira/service';

loadMarkdown();
answerInThread((text) => JSON.stringify(parseSlowly(text)));
