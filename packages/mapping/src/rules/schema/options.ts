/** What a route may say about its issues, and `defaults` for all of them. */
import { z } from 'zod';
import { languages } from '../../text/language.ts';
import { Context } from './context.ts';
import {
  ChosenProject,
  ChosenType,
  Duration,
  Fields,
  FixedName,
  LongerThanNothing,
  Name,
  Priority,
  ScreenFields,
  Template,
  Timezone,
} from './values.ts';

const category = /^category:/i;
const Transition = z
  .union([FixedName, z.int().min(1, 'an id of Jira is at least 1')], {
    error: 'expected the name or the id of a transition, or category:done',
  })
  .superRefine((entry, context) => {
    if (typeof entry !== 'string' || !category.test(entry)) return;
    if (/^category:(done|indeterminate|new)$/.test(entry)) return;
    context.addIssue({
      code: 'custom',
      message: `"${entry.replace(category, '').trim()}" is no category of statuses`,
      params: { hint: 'write category:done, category:indeterminate (in progress) or category:new (to do)' },
    });
  });

const Recover = z
  .strictObject({
    transition: z
      .union([Transition, z.array(Transition).min(1, 'at least one transition is needed')], {
        error: 'expected a transition or a list of them',
      })
      .optional()
      .describe(
        'The first of these that Jira offers: name of the transition, name of the status it leads to, its id, or category:done (the default)',
      )
      .meta({ examples: [['Done', '完成', 'category:done']] }),
    resolution: FixedName.optional()
      .describe('Set if the transition requires one')
      .meta({ examples: ['Done'] }),
    fields: ScreenFields.optional().meta({ examples: [{ 'Root cause': '{{ df_event_reason }}' }] }),
    comment: Template.optional()
      .describe('A comment sent with the closing transition, if its screen has one; a Liquid template')
      .meta({ examples: ['Recovered by itself: {{ df_title }}'] }),
  })
  .meta({ examples: [{ transition: ['Done', '完成', 'category:done'], resolution: 'Done' }] });

const Visibility = z
  .union([z.literal(false), z.strictObject({ role: FixedName }), z.strictObject({ group: FixedName })], {
    error: 'expected a role of the project or a group, or false',
  })
  .optional()
  .describe('Who may read the comments; false: everybody')
  .meta({ examples: [{ role: 'Developers' }] });

const Comments = z
  .strictObject({
    throttle: Duration.optional()
      .describe('At most one comment on repeated events per this time; without it, repeats are counted silently')
      .meta({ examples: ['1h'] }),
    most: z
      .int()
      .min(1, 'must be at least 1')
      .optional()
      .describe('Maximum number of such comments per fault (50)')
      .meta({ examples: [20] }),
    internal: z
      .boolean()
      .optional()
      .describe('Comments only for the agents of a Jira Service Management project')
      .meta({ examples: [true] }),
    visibility: Visibility,
  })
  .superRefine(({ most, throttle }, context) => {
    if (most === undefined || throttle !== undefined) return;
    context.addIssue({ code: 'custom', path: ['throttle'], message: '"throttle" is missing' });
  })
  .meta({ examples: [{ throttle: '1h', most: 20 }] });

const Back = z
  .strictObject({
    done: z
      .enum(['restore'])
      .optional()
      .describe('If a person closes the issue while the fault persists, the fault is recovered in Guance')
      .meta({ examples: ['restore'] }),
    wontFix: z
      .strictObject({ mute: LongerThanNothing.meta({ examples: ['7d'] }) })
      .optional()
      .describe(
        'If the issue is closed with a resolution of wontFix, the object is muted in Guance for this time, or until the issue is reopened',
      )
      .meta({ examples: [{ mute: '7d' }] }),
  })
  .meta({ examples: [{ done: 'restore', wontFix: { mute: '7d' } }] });

export const Options = z.strictObject({
  project: ChosenProject.optional()
    .describe('Key of the Jira project, or a list of keys from which the event chooses')
    .meta({ examples: ['OPS', { template: '{{ tags.jira_project }}', allow: ['OPS', 'DBA'], else: 'OPS' }] }),
  issueType: ChosenType.optional()
    .describe('Name of the issue type, or a list of names from which the event chooses')
    .meta({ examples: ['故障', 'Task'] }),
  group: z
    .enum(['event', 'fault'])
    .optional()
    .describe('One issue for each event, or one for each fault')
    .meta({ examples: ['fault'] }),
  timezone: Timezone.optional().meta({ examples: ['Asia/Shanghai'] }),
  language: z
    .enum(['auto', ...languages])
    .optional()
    .describe('Language of the sentences that this program writes; auto: df_language, otherwise zh')
    .meta({ examples: ['zh'] }),
  summary: Template.optional()
    .describe('The summary of the issue; a Liquid template')
    .meta({ examples: ['{{ df_title }}'] }),
  description: Template.optional()
    .describe('A custom text in Markdown and Liquid; {{ default }} is the standard text')
    .meta({ examples: ['**Runbook**: {{ tags.runbook }}\n\n{{ default }}'] }),
  priority: Priority.optional().meta({ examples: [{ critical: 'Highest', error: 'High' }, 'High'] }),
  assignee: Template.optional()
    .describe('A name from people, an account, unassigned, or project-default')
    .meta({ examples: ['dba-duty', 'unassigned', 'project-default'] }),
  watchers: z
    .array(Template)
    .optional()
    .describe('Who watches the new issue: names from people, or accounts')
    .meta({ examples: [['dba-duty', '{{ tags.owner }}']] }),
  labels: z
    .array(Template)
    .optional()
    .meta({ examples: [['guance', '{{ df_workspace_name }}']] }),
  fields: Fields.optional().meta({ examples: [{ customfield_10010: '{{ df_monitor_checker_value }}' }] }),
  required: z
    .array(Name)
    .optional()
    .describe('Fields, named as under fields, without which no issue is created; security is always one of them')
    .meta({ examples: [['Root cause']] }),
  follow: z
    .array(Name)
    .optional()
    .describe('Which of `fields` are written again when level or value change, unless a person has changed them')
    .meta({ examples: [['customfield_10010']] }),
  recover: z
    .union([z.literal(false), Recover], { error: 'expected what a recovery does, or false' })
    .optional()
    .describe('What a recovery does in addition to its comment; false: nothing')
    .meta({ examples: [{ transition: ['Done', '完成', 'category:done'] }, false] }),
  recoverGrace: Duration.optional()
    .describe('How long a recovery waits for a fault that is still unknown (60s)')
    .meta({ examples: ['60s'] }),
  reopenWithin: Duration.optional()
    .describe('A new fault of the object within this time reopens the issue (24h); 0: never')
    .meta({ examples: ['24h'] }),
  holdFor: Duration.optional()
    .describe('Open an issue only if the fault still persists after this time (0)')
    .meta({ examples: ['2m'] }),
  wontFix: z
    .array(Name)
    .optional()
    .describe('Resolutions after which an issue is left alone')
    .meta({ examples: [["Won't Fix", '不予修复']] }),
  back: z
    .union([z.literal(false), Back], { error: 'expected what Guance is told, or false' })
    .optional()
    .describe('What Guance is told about what people do to the issue; false: nothing')
    .meta({ examples: [{ done: 'restore', wontFix: { mute: '7d' } }, false] }),
  catchUp: z
    .boolean()
    .optional()
    .describe(
      'Faults that are open in Guance but whose alerts never arrived become events, and so do recoveries that never arrived (false); needs GUANCE_API_KEYS',
    )
    .meta({ examples: [true] }),
  context: z
    .union([z.literal(false), Context], { error: 'expected what a new issue is given besides, or false' })
    .optional()
    .describe('What a new issue is given besides, from Guance, once it stands; false: nothing')
    .meta({ examples: [{ chart: true, logs: { query: 'L::re(`.*`):(`message`)', lines: 20 } }, false] }),
  comments: z
    .union([z.literal(false), Comments], { error: 'expected how often to comment, or false' })
    .optional()
    .describe(
      'How often repeated events become comments, and who may read the comments; false: repeats are counted silently',
    )
    .meta({ examples: [{ throttle: '1h' }, false] }),
  raisePriority: z
    .boolean()
    .optional()
    .describe('A fault that gets worse raises the priority of its issue (true); it is never lowered')
    .meta({ examples: [false] }),
});
export type Options = z.infer<typeof Options>;
