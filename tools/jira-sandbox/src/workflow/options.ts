import { z } from 'zod';
import { FieldOptions } from '../fields/options.ts';

export const Category = z.enum(['new', 'indeterminate', 'done']);
export type Category = z.infer<typeof Category>;

const ScreenField = FieldOptions.partial().extend({ required: z.boolean().optional() });

const TransitionOptions = z.strictObject({
  id: z.string(),
  name: z.string(),
  to: z.string(),
  /** false: there is no screen, so the request may carry nothing. */
  screen: z.boolean().default(true),
  /** What stands on the screen, by field id; left out: the resolution, optional. A field that no other screen has brings its name and type. */
  fields: z.record(z.string(), ScreenField).optional(),
  /** Jira asks for a comment by a validator and tells it nowhere (ankitpokhrel/jira-cli#1024); true: `transitions.fields` names it all the same. */
  listsComment: z.boolean().default(false),
  /** The post function that sets the resolution where the request does not. */
  resolution: z.string().optional(),
  /** No post function clears the resolution on the way out of done: nothing but the request itself does. */
  keepResolution: z.boolean().default(false),
});
export type TransitionOptions = z.infer<typeof TransitionOptions>;

/** A workflow as a file tells it. */
export const WorkflowOptions = z
  .strictObject({
    start: z.string(),
    /** By name. A name that Jira has already (To Do, In Progress, Done, in either language) is that status. */
    statuses: z.record(z.string(), Category),
    /** What each status offers, in the order of the answer. */
    transitions: z.record(z.string(), z.array(TransitionOptions)),
    /** Offered by every status but the one they lead to. */
    global: z.array(TransitionOptions).default([]),
  })
  .superRefine((workflow, context) => {
    const used = [
      workflow.start,
      ...Object.keys(workflow.transitions),
      ...[...Object.values(workflow.transitions).flat(), ...workflow.global].map(({ to }) => to),
    ];
    for (const name of new Set(used)) {
      if (Object.hasOwn(workflow.statuses, name)) continue;
      context.addIssue({ code: 'custom', message: `the workflow has no status "${name}"` });
    }
  });
export type WorkflowOptions = z.infer<typeof WorkflowOptions>;
