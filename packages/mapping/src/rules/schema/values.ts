/** The values that a rules file is made of. A refusal says what is wrong and, as `params.hint`, what to write. */
import { z } from 'zod';
import { compileField } from '../../fields/custom.ts';
import { ownKeyOf } from '../../fields/own-fields.ts';
import { levels, recoveryWords, securityWords } from '../../level.ts';
import { NotUnderstood } from '../../routing/match-form.ts';
import { compileTemplate } from '../../template/template.ts';
import { didYouMean } from '../problems.ts';
import { durationMs, durationPattern } from './duration.ts';

/** Refuses what `check` throws on, with its words. */
export const accepting =
  <T>(check: (value: T) => unknown, hint?: string | ((value: T) => string | null)) =>
  (value: T, context: z.RefinementCtx<T>): void => {
    try {
      check(value);
    } catch (error) {
      const said = typeof hint === 'function' ? hint(value) : (hint ?? null);
      context.addIssue({
        code: 'custom',
        message: error instanceof Error ? error.message : String(error),
        params: { hint: error instanceof NotUnderstood ? error.hint : said },
      });
    }
  };

const liquid =
  'a Liquid template, such as {{ df_title }} or {{ tags.host | default: "?" }}; filters as on liquidjs.com';

export const Name = z.string().trim().min(1, 'must not be empty');
/** A name that goes to Jira as it stands: braces would be sent as braces, and refused for every event of the route. */
const nameWith = (hint: string) =>
  Name.superRefine((text, context) => {
    if (!/\{[{%]/.test(text)) return;
    context.addIssue({ code: 'custom', message: `a template is not read here (${text})`, params: { hint } });
  });
export const FixedName = nameWith(
  'write the name itself; where it depends on the event, write one route for each, with a match such as { tags.team: dba }',
);
export const Template = z.string().superRefine(accepting((source) => compileTemplate(source, 'UTC'), liquid));
const FieldJson = z
  .json({ error: 'expected a value that JSON knows' })
  .superRefine(accepting((value) => compileField(value, 'UTC'), liquid));

const notADuration = 'expected a duration';
const longest = durationMs('3650d');
export const Duration = z
  .union([z.string().regex(durationPattern, notADuration), z.literal(0)], { error: notADuration })
  .refine((text) => durationMs(text) <= longest, 'expected a duration of at most 3650d')
  .describe('A duration: 90s, 10m, 24h, 7d, or 0');
export const LongerThanNothing = Duration.refine(
  // What is no duration at all is told once, as such.
  (text) => durationMs(text) > 0 || !durationPattern.test(String(text)),
  'must be longer than 0',
);

export const Timezone = Name.superRefine(
  accepting((zone) => new Intl.DateTimeFormat('en', { timeZone: zone }), timezoneHint),
).describe('An IANA timezone such as Asia/Shanghai');

function timezoneHint(zone: string): string | null {
  if (/beijing|北京|上海|中国|cst|(utc|gmt)?[+]0?8/i.test(zone)) return 'did you mean "Asia/Shanghai"?';
  return didYouMean(zone, [...Intl.supportedValuesOf('timeZone'), 'UTC']);
}

/** Of a key that is a text, or a map in its place. */
export const textWanted = 'expected a text';
const projectKey = /^[A-Z][A-Z0-9_]*$/;
const notAKey = 'expected the key of a project, as it stands before the number';
export const Project = FixedName.regex(projectKey, notAKey);

/** A name, or a template with the list of names that may come out of it: an alert's text alone never chooses. */
const choosing = <T extends z.ZodType<string>>(name: T, example: { allow: string[]; else: string }, tag: string) =>
  z
    .strictObject({
      template: Template.describe('What the event says; compared case-insensitively'),
      allow: z.array(name).min(1, 'at least one name is needed').describe('The allowed values'),
      else: name.describe('The value to use if it is none of these'),
    })
    .meta({ examples: [{ template: `{{ tags.${tag} }}`, ...example }] });
const toChoose = (tag: string, list: string) =>
  `write the name itself; where it depends on the event, write one route for each, or { template: "{{ tags.${tag} }}", ${list} }`;

const projectHint = toChoose('jira_project', 'allow: [OPS, DBA], else: OPS');
export const ChosenProject = z.union(
  [
    nameWith(projectHint).regex(projectKey, notAKey),
    choosing(Project, { allow: ['OPS', 'DBA'], else: 'OPS' }, 'jira_project'),
  ],
  { error: textWanted },
);
const typeHint = toChoose('kind', 'allow: [Bug, Task], else: Task');
export const ChosenType = z.union(
  [nameWith(typeHint), choosing(FixedName, { allow: ['Bug', 'Task'], else: 'Task' }, 'kind')],
  { error: textWanted },
);

/** No record: one of those, with a key that is none of these, would count as a better fit than the other forms. */
const PriorityByLevel = z.strictObject(
  Object.fromEntries(
    [...new Set<string>([...levels, ...securityWords, ...recoveryWords])].map((key) => [
      key,
      FixedName.exactOptional(),
    ]),
  ),
);
export const Priority = z
  .union(
    [
      nameWith(toChoose('priority', 'allow: [Highest, High, Low], else: Low')),
      PriorityByLevel,
      choosing(FixedName, { allow: ['Highest', 'High', 'Low'], else: 'Low' }, 'priority'),
    ],
    { error: 'expected a priority, or one for each level' },
  )
  .describe(
    'A Jira priority, or one for each level; without one, fatal and critical are Highest, error High, warning and nodata Medium, info Low; project-default leaves it to the project',
  );

/** An id, or the name that Jira shows. */
const FieldKey = z.string().superRefine((id, context) => {
  const own = ownKeyOf(id);
  if (own !== null)
    context.addIssue({
      code: 'custom',
      message: `"${id}" is no field for this place`,
      params: { hint: `use the key "${own}" of the route` },
    });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no name has one
  else if (id.trim() === '' || id.length > 255 || /[\u0000-\u001F]/.test(id))
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(id.slice(0, 40))} is neither the id nor the name of a field`,
      params: { hint: 'write the name as Jira shows it, or the id, such as customfield_10010 or duedate' },
    });
});
/** Of a transition's screen, where people know fields by what the screen calls them. */
const ScreenFieldName = Name.superRefine((name, context) => {
  if (!/^(?:resolution|comment)$/i.test(name)) return;
  context.addIssue({
    code: 'custom',
    message: `"${name}" is no field for this place`,
    params: { hint: `use the key "${name.toLowerCase()}" of recover` },
  });
});
export const ScreenFields = z
  .record(ScreenFieldName, FieldJson)
  .describe(
    "Values for fields that the closing transition's screen requires, by name or id; texts in them are templates",
  );
export const Fields = z
  .record(FieldKey, FieldJson)
  .describe('More Jira fields, by name or id; texts in them are templates');
