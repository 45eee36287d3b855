/** A rules file as a person writes it. The examples are for editors and for the hints of error messages. */
import { z } from 'zod';
import { levels } from '../../level.ts';
import { Match } from './match-values.ts';
import { Options } from './options.ts';
import { FixedName, LongerThanNothing, Name, Project } from './values.ts';

const routeName = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u;
const exampleRoute = { name: 'database', match: { 'tags.host': 'db-*' }, project: 'DBA', issueType: 'Task' };

const Route = z.strictObject({
  name: z
    .string()
    .regex(routeName, 'a name has 1 to 64 letters, digits, spaces or . _ -')
    .meta({ examples: ['database'] }),
  match: Match.optional().meta({ examples: [{ df_status: ['critical', 'error'], 'tags.host': 'db-*' }] }),
  ignore: z
    .boolean()
    .optional()
    .describe('true: events of this route open no issue')
    .meta({ examples: [true] }),
  reason: Name.optional()
    .describe('Why they are ignored, for the log')
    .meta({ examples: ['nobody is on duty for test systems'] }),
  ...Options.shape,
});

const Storm = z.strictObject({
  limit: z
    .int()
    .min(1, 'must be at least 1')
    .describe('Issues that a route may open within the window before further faults are only listed')
    .meta({ examples: [30] }),
  window: LongerThanNothing.meta({ examples: ['10m'] }),
  keep: z
    .array(z.enum(levels))
    .optional()
    .describe('Levels that still get their own issues')
    .meta({ examples: [['fatal', 'critical']] }),
  keepLimit: z
    .int()
    .min(1, 'must be at least 1')
    .optional()
    .describe('How many of those within the window (20)')
    .meta({ examples: [20] }),
});

const Fallback = z.strictObject({
  project: Project.meta({ examples: ['OPS'] }),
  issueType: FixedName.meta({ examples: ['Task'] }),
  group: Options.shape.group,
  assignee: Options.shape.assignee,
  priority: Options.shape.priority,
  labels: Options.shape.labels,
});

/** One file. In a folder, a file without routes speaks for all files (see `sharedDefaults`). */
export const RulesFile = z
  .strictObject({
    defaults: Options.optional()
      .describe('For every route of this file that does not set its own value; in a file without routes: for all files')
      .meta({ examples: [{ project: 'OPS', issueType: 'Task', group: 'fault' }] }),
    people: z
      .record(Name, Name)
      .optional()
      .describe('Duty → account (Data Center: user name; Cloud: account id or e-mail)')
      .meta({ examples: [{ 'dba-duty': 'pacher' }] }),
    routes: z
      .array(Route)
      .min(1, 'at least one route is needed')
      .optional()
      .describe('The first route that matches takes the event')
      .meta({ examples: [[exampleRoute]] }),
    storm: Storm.optional()
      .describe('Many faults at once are listed in one issue')
      .meta({ examples: [{ limit: 30, window: '10m', keep: ['fatal', 'critical'] }] }),
    unmatched: z
      .enum(['fallback', 'ignore'])
      .optional()
      .describe('What to do with events that no route takes')
      .meta({ examples: ['fallback'] }),
    fallback: Fallback.optional()
      .describe('Where events go that no route takes or that Jira refuses')
      .meta({ examples: [{ project: 'OPS', issueType: 'Task' }] }),
  })
  .meta({ title: 'Rules of guance-jira' });
export type RulesFile = z.infer<typeof RulesFile>;
