/** The part of the port that concerns one existing issue, alike for Cloud and Data Center over their calls. */

import type { IssueDraft } from '@guance-jira/mapping';
import { z } from 'zod';
import { assigneeIn, expected } from './adapter.ts';
import { closeDuplicate } from './close-duplicate.ts';
import { Comments, hasComment } from './has-comment.ts';
import { type IssueCalls, judged } from './issue-calls.ts';
import { issueNow, statusesIn, transitionsIn } from './issue-now.ts';
import { isJirasRefusal } from './tracker/classify-response.ts';
import { projectOfKey } from './tracker/records/issues.ts';
import type { Tracker } from './tracker/tracker.ts';
import { Upload } from './transport/upload.ts';

type IssueSide = Pick<
  Tracker,
  | 'read'
  | 'comment'
  | 'hasComment'
  | 'attach'
  | 'hasAttachment'
  | 'transitions'
  | 'statuses'
  | 'transition'
  | 'setPriority'
  | 'setFields'
  | 'relate'
  | 'assigneeOf'
  | 'assign'
  | 'watch'
  | 'closeDuplicate'
>;

/**
 * @param accounts this account and those that the ledger used before; asking it proves that the login works
 * @param fieldsOf the fields of a draft as this Jira takes them
 */
export function issueSide(
  asked: IssueCalls,
  accounts: () => Promise<ReadonlySet<string>>,
  fieldsOf: (draft: IssueDraft) => Readonly<Record<string, unknown>> = ({ fields }) => fields,
): IssueSide {
  const calls = judged(asked);
  return {
    read: async ({ id }, followed) => {
      const answer = await calls.now(id).catch(goneOrThrow);
      if (answer !== GONE) return issueNow(answer, accounts, followed);
      // A refused login can look like "no such issue", and must not make us think that an issue is gone.
      await accounts();
      return null;
    },
    comment: async ({ id }, body, mark, audience) => void (await calls.comment(id, body, audience, mark)),
    hasComment: ({ id }, mark, look) =>
      hasComment(async (startAt) => expected('comment', Comments, await calls.comments(id, startAt)), mark, look),
    attach: async ({ id }, file) => void (await calls.attach(id, await Upload.of(file))),
    hasAttachment: async ({ id }, name) =>
      expected('get', Attached, await calls.attachments(id)).fields.attachment.some(
        ({ filename }) => filename === name,
      ),
    transitions: async ({ id }) => transitionsIn(await calls.transitions(id)),
    statuses: async ({ key, typeId }) => statusesIn(await calls.statuses(projectOfKey(key)), typeId),
    transition: async ({ id }, transitionId, along) => void (await calls.transition(id, transitionId, along)),
    setPriority: async ({ id }, name) => void (await calls.setPriority(id, name)),
    setFields: async ({ id }, draft, without) => {
      const fields = Object.entries(fieldsOf(draft)).filter(([field]) => !without.has(field));
      await calls.setFields(id, Object.fromEntries(fields));
    },
    relate: async ({ key }, older) => void (await calls.relate(key, older.key)),
    assigneeOf: async ({ id }) => assigneeIn(await calls.assignee(id)),
    watch: async ({ id }, person) => {
      await calls.watch(id, person);
      return true;
    },
    assign: async ({ id }, person) => void (await calls.assign(id, person)),
    closeDuplicate: async (duplicate, keep, told, plan) =>
      closeDuplicate(calls, await accounts(), { duplicate, keep, told, plan }),
  };
}

const Attached = z.object({ fields: z.object({ attachment: z.array(z.object({ filename: z.string() })) }) });

const GONE = Symbol('gone');

function goneOrThrow(error: unknown): typeof GONE {
  // 403: an issue security level hides it.
  if (isJirasRefusal(error) && (error.facts.status === 403 || error.facts.status === 404)) return GONE;
  throw error;
}
