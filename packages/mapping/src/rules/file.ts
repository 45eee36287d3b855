import { z } from 'zod';
import { compileField } from '../fields/custom.ts';
import { levels } from '../level.ts';
import { compileMatch } from '../match.ts';
import { compileTemplate } from '../template.ts';
import { durationPattern } from './duration.ts';

/** Refuses what `check` throws on, with its words. */
const accepting =
  <T>(check: (value: T) => unknown) =>
  (value: T, context: z.RefinementCtx<T>): void => {
    try {
      check(value);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
    }
  };

const Name = z.string().trim().min(1, 'must not be empty');
const Template = z.string().superRefine(accepting((source) => compileTemplate(source, 'UTC')));
const notADuration = 'expected a duration such as 90s, 10m, 24h or 7d';
const Duration = z
  .union([z.string().regex(durationPattern, notADuration), z.literal(0)], {
    error: 'expected a duration such as 90s, 10m, 24h or 7d',
  })
  .describe('A duration: 90s, 10m, 24h, 7d, or 0');
const Timezone = Name.superRefine(accepting((zone) => new Intl.DateTimeFormat('en', { timeZone: zone }))).describe(
  'An IANA timezone such as Asia/Shanghai',
);
const Names = z.union([Name, z.array(Name).min(1)], { error: 'expected a text or a list of texts' });

const statusWords = ['high', 'medium', 'low', 'nodata_ok', 'nodata_as_ok', 'manual_ok'] as const;
const PriorityKey = z.enum([...levels, ...statusWords]);
const Priority = z
  .union([Name, z.partialRecord(PriorityKey, Name)], { error: 'expected a priority, or one for each level' })
  .describe("A Jira priority, or one for each level; without one the project's default applies");

const MatchScalar = z.union([z.string(), z.number(), z.boolean()]);
const MatchList = z.union([MatchScalar, z.array(MatchScalar).min(1)]);
const MatchValue = z
  .union(
    [
      MatchScalar,
      z.array(MatchScalar).min(1),
      z.strictObject({ not: MatchList }),
      z.strictObject({ exact: MatchList }),
    ],
    {
      error: 'expected a text, a list of texts, { not: … } or { exact: … }',
    },
  )
  .superRefine(accepting(compileMatch))
  .describe('Exact, a list, a glob (db-*), /a regular expression/i, or with ! the opposite');
export type MatchValue = z.infer<typeof MatchValue>;

const FieldJson = z.json().superRefine(accepting((value) => compileField(value, 'UTC')));

const Recover = z.strictObject({
  transition: Names.optional().describe(
    'The first of these that Jira offers: name of the transition or of the status it leads to',
  ),
  resolution: Name.optional(),
});

const Comments = z.strictObject({
  throttle: Duration.describe(
    'At most one comment on repeated events in this time; without it repeats are counted silently',
  ),
  most: z.int().min(1, 'must be at least 1').optional().describe('How many such comments one fault gets at most (50)'),
});

const Options = z.strictObject({
  project: Name.optional().describe('Key of the Jira project'),
  issueType: Name.optional().describe('Name of the issue type'),
  group: z.enum(['event', 'fault']).optional().describe('One issue for each event, or one for each fault'),
  timezone: Timezone.optional(),
  language: z
    .enum(['auto', 'zh', 'en'])
    .optional()
    .describe('Of every sentence that we write; auto: df_language, else zh'),
  summary: Template.optional(),
  priority: Priority.optional(),
  assignee: Template.optional().describe('A name from people, an account, unassigned, or project-default'),
  labels: z.array(Template).optional(),
  fields: z.record(z.string(), FieldJson).optional().describe('More Jira fields; texts in them are templates'),
  recover: Recover.optional().describe('What a recovery does besides its comment'),
  recoverGrace: Duration.optional().describe('How long a recovery waits for a fault that is not known yet'),
  reopenWithin: Duration.optional().describe('A new fault of the object within this time reopens the issue'),
  holdFor: Duration.optional().describe('Open an issue only if the fault still stands after this time'),
  wontFix: z.array(Name).optional().describe('Resolutions after which an issue is left alone'),
  comments: Comments.optional(),
  raisePriority: z
    .boolean()
    .optional()
    .describe('A fault that gets worse raises the priority of its issue (true); it is never lowered'),
});
export type Options = z.infer<typeof Options>;

const routeName = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u;

const Route = z.strictObject({
  name: z.string().regex(routeName, 'a name has 1 to 64 letters, digits, spaces or . _ -'),
  match: z
    .record(z.string(), MatchValue)
    .optional()
    .describe('Field → value; all must fit. Without it the route takes every event'),
  ignore: z.literal(true).optional().describe('Events of this route open nothing'),
  reason: Name.optional().describe('Why they are ignored, for the log'),
  ...Options.shape,
});

const Storm = z.strictObject({
  limit: z
    .int()
    .min(1, 'must be at least 1')
    .describe('Issues of a route within the window, before further faults are only listed'),
  window: Duration,
  keep: z.array(z.enum(levels)).optional().describe('Levels that still get issues of their own'),
  keepLimit: z.int().min(1, 'must be at least 1').optional().describe('How many of those, within the window (20)'),
});

const Fallback = z.strictObject({
  project: Name,
  issueType: Name,
  group: Options.shape.group,
  assignee: Options.shape.assignee,
  priority: Options.shape.priority,
  labels: Options.shape.labels,
});

/** The rules as a person writes them. */
export const RulesFile = z
  .strictObject({
    defaults: Options.optional().describe('For every route that does not say otherwise'),
    people: z
      .record(Name, Name)
      .optional()
      .describe('Duty → account (Data Center: user name; Cloud: account id or e-mail)'),
    routes: z.array(Route).min(1, 'at least one route is needed').describe('The first that matches is taken'),
    storm: Storm.optional(),
    unmatched: z.enum(['fallback', 'ignore']).optional().describe('What to do with events that no route takes'),
    fallback: Fallback.optional().describe('Where events go that no route takes, or that Jira refuses'),
  })
  .meta({ title: 'Rules of guance-jira' });
export type RulesFile = z.infer<typeof RulesFile>;

/** The keys that an object at this place of the file may have, for "did you mean". */
export function knownKeysAt(path: readonly PropertyKey[]): string[] {
  const last = path.at(-1);
  if (last === undefined) return Object.keys(RulesFile.shape);
  if (last === 'recover') return Object.keys(Recover.shape);
  if (last === 'comments') return Object.keys(Comments.shape);
  if (last === 'priority') return [...PriorityKey.options];
  if (path.length === 2 && path[0] === 'routes') return Object.keys(Route.shape);
  if (path.length === 4 && path[2] === 'match') return ['not', 'exact'];
  const sections: Record<string, string[]> = {
    defaults: Object.keys(Options.shape),
    storm: Object.keys(Storm.shape),
    fallback: Object.keys(Fallback.shape),
  };
  return path.length === 1 ? (sections[String(last)] ?? []) : [];
}
