import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type RulesProblem, ruleProblemInChinese } from '../index.ts';
import { knownKeysAt } from './checks/schema-at.ts';
import { problemsOf } from './problems.test-helper.ts';

const example = readFileSync(new URL('../../../../config/rules.example.yaml', import.meta.url), 'utf8');

/** The key, what stands in the example, what a person writes instead; `^` is where the message must point to. */
const broken: [key: string, from: string, to: string, message: RegExp, hint: RegExp][] = [
  [
    'defaults',
    '^defaults:\n  # The key of',
    'defaults: OPS\nx:\n  # The key of',
    /expected a map, not "OPS"/,
    /such as defaults: \{ project: OPS/,
  ],
  ['defaults', '^defaults:', 'default:', /unknown key "default"/, /did you mean "defaults"/],
  [
    'project',
    '^project: OPS\n  issueType: 故障',
    'project: ops\n  issueType: 故障',
    /expected the key of a project/,
    /did you mean "OPS"/,
  ],
  ['project', '^project: DBA', 'project: 数据库', /expected the key of a project/, /such as project: OPS/],
  [
    'follow',
    'follow: [^customfield_10010]',
    'follow: [customfield_1001]',
    /"customfield_1001" is not among the fields/,
    /did you mean "customfield_10010"/,
  ],
  ['project', '^project: WEB', 'project: 5', /expected a text, not 5/, /in quotes: "5"/],
  [
    'project',
    '^project: DBA',
    'project: "{{ tags.jira_project }}"',
    /a template is not read here \(\{\{ tags\.jira_project \}\}\)/,
    /write one route for each/,
  ],
  [
    'issueType',
    '^issueType: 故障',
    'issueType: "{{ tags.kind }}"',
    /a template is not read here/,
    /write one route for each/,
  ],
  [
    'priority',
    '^priority: High',
    'priority: "{{ tags.priority }}"',
    /a template is not read here/,
    /write one route for each/,
  ],
  [
    'priority',
    '^warning: Medium',
    'warning: "{% if true %}High{% endif %}"',
    /a template is not read here/,
    /write one route for each/,
  ],
  [
    'transition',
    'transition: [^Done, 完成,',
    'transition: ["{{ tags.to }}", 完成,',
    /a template is not read here/,
    /write one route for each/,
  ],
  [
    'resolution',
    '^resolution: Done',
    'resolution: "{{ tags.res }}"',
    /a template is not read here/,
    /write one route for each/,
  ],
  [
    'required',
    '^required: []',
    'required: [Components, Root cause]',
    /"Root cause" is required, and not among the fields of the route/,
    /write it as it stands under fields \(customfield_10010, customfield_10020, components\)/,
  ],
  ['required', '^required: []', 'required: components', /expected a list/, /write a list: \[ components \]/],
  [
    'comment',
    '^comment: "Recovered by itself: {{ df_title }}"',
    'comment: "{{ df_title"',
    /not closed/,
    /a Liquid template, such as/,
  ],
  [
    'fields',
    'fields: { ^Root cause:',
    'fields: { Resolution:',
    /"Resolution" is no field for this place/,
    /use the key "resolution" of recover/,
  ],
  ['issueType', '^issueType: 故障', 'issueType: [故障]', /expected a text, not a list/, /such as issueType: /],
  ['issueType', '^issueType: 故障', 'issueType: ""', /must not be empty/, /such as issueType: /],
  [
    'group',
    '^group: fault\n  # Times',
    'group: fualt\n  # Times',
    /expected one of event, fault/,
    /did you mean "fault"/,
  ],
  [
    'timezone',
    '^timezone: Asia/Shanghai',
    'timezone: Asia/Beijing',
    /Invalid time zone/,
    /did you mean "Asia\/Shanghai"/,
  ],
  ['timezone', '^timezone: Asia/Shanghai', 'timezone: 8', /expected a text, not 8/, /quotes/],
  [
    'language',
    '^language: auto',
    'language: cn',
    /expected one of auto, zh, en/,
    /did you mean "en"|such as language: zh/,
  ],
  ['summary', '^summary: "{{ df_title }}"', 'summary: "{{ df_title"', /not closed/, /a Liquid template, such as/],
  [
    'summary',
    'summary: ^"{{ df_title }}"',
    'summary: {{ df_title }}',
    /without quotes is a YAML map/,
    /quotes: "\{\{ df_title \}\}"/,
  ],
  ['summary', '^summary: "{{ df_title }}"', 'summary: "{{ df_title | shout }}"', /undefined filter: shout/, /liquidjs/],
  ['priority', '^critical: Highest', 'crtical: Highest', /unknown key "crtical"/, /did you mean "critical"/],
  ['priority', '^warning: Medium', 'warning: 3', /expected a text, not 3/, /in quotes: "3"/],
  [
    'priority',
    '^priority: High',
    'priority: [High]',
    /expected a priority, or one for each level, not a list/,
    /such as priority: \{/,
  ],
  [
    'raisePriority',
    '^raisePriority: true',
    'raisePriority: "no"',
    /expected true or false/,
    /such as raisePriority: false/,
  ],
  [
    'labels',
    '^labels: [guance, "{{ df_workspace_name }}"]\n  #',
    'labels: guance\n  #',
    /expected a list/,
    /write a list: \[ guance \]/,
  ],
  [
    'labels',
    'labels: [^guance, "{{ df_workspace_name }}"]\n  #',
    'labels: [5]\n  #',
    /expected a text, not 5/,
    /in quotes: "5"/,
  ],
  [
    'assignee',
    '^assignee: dba-duty',
    'assignee: { name: dba }',
    /expected a text, not a map/,
    /such as assignee: dba-duty/,
  ],
  ['reopenWithin', '^reopenWithin: 24h', 'reopenWithin: 24', /expected a duration, not 24/, /24h/],
  ['reopenWithin', '^reopenWithin: 24h', 'reopenWithin: 1h30m', /expected a duration/, /such as reopenWithin: 24h/],
  [
    'wontFix',
    '^wontFix: ["Won\'t Do", "Won\'t Fix", 不予修复]',
    'wontFix: 不予修复',
    /expected a list/,
    /write a list: \[ 不予修复 \]/,
  ],
  ['recoverGrace', '^recoverGrace: 60s', 'recoverGrace: 9999d', /at most 3650d/, /such as recoverGrace: 60s/],
  ['people', '^dba-duty: pacher', 'dba-duty: 10086', /expected a text, not 10086/, /in quotes: "10086"/],
  ['people', '^dba-duty: pacher', 'unassigned: pacher', /has a meaning of its own/, /choose another name/],
  ['people', '^people:', 'people: []\nx:', /expected a map, not a list/, /such as people: \{ dba-duty: pacher \}/],
  ['routes', '^routes:', 'routes: {}\nx:', /expected a list, not a map/, /such as routes: \[/],
  ['routes', '^routes:', 'routes: []\nx:', /at least one route/, /such as routes: \[/],
  ['name', '^name: database', 'name: data/base', /1 to 64 letters/, /such as name: database/],
  ['name', '^name: database', 'nmae: database', /unknown key "nmae"/, /did you mean "name"/],
  [
    'name',
    '^name: web',
    'name: database',
    /another route is named "database" too, at r\.yaml:\d+:5/,
    /names must differ/,
  ],
  ['name', '^name: web', 'name: fallback', /name of the fallback/, /choose another/],
  [
    'match',
    '^match:\n      # A list',
    'match: all\n    x:\n      # A list',
    /expected a map|expected an object/,
    /such as match: \{/,
  ],
  ['match', 'level: ^"!fatal"', 'level: !fatal', /!fatal without quotes is a YAML tag/, /quotes: "!fatal"/],
  [
    'match',
    'df_workspace_name: ^"*-test"',
    'df_workspace_name: *-test',
    /\*-test without quotes is a YAML alias/,
    /quotes: "\*-test"/,
  ],
  ['match', '^level: [fatal,', 'level: [fatl,', /"fatl" is no level/, /did you mean "fatal"/],
  [
    'match',
    '^df_monitor_checker_name: "/RDS|MySQL|数据库/i"',
    'df_monitor_checker_name: "/RDS|MySQL"',
    /must end with \/ or \/i/,
    /"\/RDS\|MySQL\/"/,
  ],
  [
    'match',
    '^df_monitor_checker_name: "/RDS|MySQL|数据库/i"',
    'df_monitor_checker_name: "/(?!RDS)/"',
    /RE2/,
    /no look-around/,
  ],
  ['match', '^tags.host: "db-*"', 'tag.host: "db-*"', /"tag.host" is no field/, /did you mean "tags.host"/],
  ['match', '^tags.host: "db-*"', 'tags: { host: "db-*" }', /one by one/, /write tags\.host/],
  ['match', '^tags.host: "db-*"', 'tags.host: ""', /fits no event/, /"!\*"/],
  ['match', 'tags.host: ^"db-*"', 'tags.host: 007', /007 without quotes is 7/, /quotes: "007"/],
  ['match', '^exact: "*核心*"', 'exakt: "*核心*"', /unknown key "exakt"/, /did you mean "exact"/],
  ['ignore', '^ignore: true', 'ignore: "yes"', /expected true or false, not "yes"/, /such as ignore: true/],
  ['reason', '^reason: nobody', 'reason:\n    # nobody', /expected a text, not nothing/, /such as reason: /],
  [
    'reason',
    'ignore: true\n    ^reason:',
    'project: X\n    reason:',
    /"reason" is for routes that ignore/,
    /add ignore: true/,
  ],
  [
    'fields',
    '^customfield_10010: "{{ df_monitor_checker_value }}"',
    'customfield_10010: "{% include \'x\' %}"',
    /tag "include" not found/,
    /Liquid/,
  ],
  [
    'fields',
    '^customfield_10020: { value: Production }',
    '" ": { value: Production }',
    /" " is neither the id nor the name of a field/,
    /customfield_10010/,
  ],
  [
    'fields',
    '^customfield_10020: { value: Production }',
    'priority: { name: High }',
    /no field for this place/,
    /key "priority" of the route/,
  ],
  [
    'recover',
    '^recover:\n',
    'recover: Done\n    comments:\n',
    /expected what a recovery does, or false, not "Done"/,
    /such as recover: \{ transition: \[/,
  ],
  [
    'recover',
    '^recover: false',
    'recover: true',
    /expected what a recovery does, or false, not true/,
    /such as recover/,
  ],
  [
    'transition',
    '^transition: [Done, 完成, 31, category:done]',
    'transition: category:closed',
    /"closed" is no category/,
    /write category:done, category:indeterminate/,
  ],
  [
    'transition',
    'transition: [Done, 完成, 31, ^category:done]',
    'transition: [Done, 完成, 31, category: done]',
    /not a map/,
    /without a space: category:done/,
  ],
  [
    'transition',
    'transition: [Done, 完成, ^31, category:done]',
    'transition: [Done, 完成, 0, category:done]',
    /at least 1/,
    /such as transition: \[/,
  ],
  ['resolution', '^resolution: Done', 'resolution: [Done]', /expected a text, not a list/, /such as resolution: Done/],
  [
    'comments',
    '^comments: { throttle: 1h, most: 20, internal: false, visibility: { role: Developers } }',
    'comments: 1h',
    /expected how often to comment, or false, not "1h"/,
    /such as comments: \{ throttle: 1h/,
  ],
  [
    'comments',
    '^comments: { throttle: 1h, most: 20, internal: false, visibility: { role: Developers } }',
    'comments: { most: 20 }',
    /"throttle" is missing/,
    /such as throttle: 1h/,
  ],
  [
    'description',
    '^description: |\n',
    'description: "{% if x %}"\n    x: |\n',
    /not closed/,
    /a Liquid template, such as/,
  ],
  ['internal', '^internal: false', 'internal: "no"', /expected true or false/, /such as internal: true/],
  [
    'visibility',
    '^visibility: { role: Developers }',
    'visibility: Developers',
    /expected a role of the project or a group, or false/,
    /such as visibility: \{ role: Developers/,
  ],
  [
    'watchers',
    'watchers: [^dba-duty, "{{ tags.owner }}"]',
    'watchers: [5]',
    /expected a text, not 5/,
    /in quotes: "5"/,
  ],
  ['throttle', '^throttle: 1h', 'throttle: hourly', /expected a duration/, /such as throttle: 1h/],
  ['most', '^most: 20', 'most: 0', /at least 1/, /such as most: 20/],
  ['most', '^most: 20', 'most: many', /expected a (whole )?number, not "many"/, /such as most: 20/],
  ['done', 'back: { ^done: restore', 'back: { done: close', /expected one of restore/, /such as done: restore/],
  ['mute', '^mute: 7d', 'mute: 0', /must be longer than 0/, /such as mute: 7d/],
  ['mute', '^mute: 7d', 'mute: 7', /expected a duration/, /put a unit behind it: 7s, 7m, 7h or 7d/],
  [
    'back',
    '^back: { done: restore, wontFix: { mute: 7d } }',
    'back: restore',
    /expected what Guance is told/,
    /such as back:/,
  ],
  ['catchUp', '^catchUp: true', 'catchUp: always', /expected true or false/, /such as catchUp: true/],
  ['context', '^context:\n', 'context: all\n    labels:\n', /expected what a new issue is given/, /such as context:/],
  ['chart', '^chart: {', 'chart: on\n      # {', /expected true, or the query of the chart/, /such as chart: true/],
  ['query', '^query: "L::', 'query: "{{ L::', /not closed/, /a Liquid template/],
  ['lines', '^lines: 20', 'lines: 51', /at most 50 lines/, /such as lines: 20/],
  ['lines', '^lines: 20', 'lines: 0', /at least 1/, /such as lines: 20/],
  ['logs', '^logs: { query: ', 'logs: { lines: 20 } # ', /"query" is missing/, /such as query: /],
  ['within', '^within: 15m', 'within: 0', /must be longer than 0/, /such as within: 15m/],
  ['holdFor', '^holdFor: 2m', 'holdFor: 2 minutes', /expected a duration/, /such as holdFor: 2m/],
  ['storm', '^storm: {', 'stom: {', /unknown key "stom"/, /did you mean "storm"/],
  ['storm', '^storm: { limit: 30, ', 'storm: { ', /"limit" is missing/, /such as limit: 30/],
  ['limit', '^limit: 30', 'limit: 0', /at least 1/, /such as limit: 30/],
  ['window', '^window: 10m', 'window: 0', /longer than 0/, /such as window: 10m/],
  [
    'keep',
    'keep: [^fatal, critical], keepLimit',
    'keep: [high, critical], keepLimit',
    /expected one of fatal/,
    /did you mean "security_high"/,
  ],
  ['keepLimit', '^keepLimit: 20', 'keepLimit: "20"', /expected a (whole )?number, not "20"/, /such as keepLimit: 20/],
  [
    'unmatched',
    '^unmatched: fallback',
    'unmatched: fallbck',
    /expected one of fallback, ignore/,
    /did you mean "fallback"/,
  ],
  ['fallback', '^fallback:\n  project: OPS\n', 'fallback:\n', /"project" is missing/, /such as project: OPS/],
  [
    'fallback',
    '^labels: [guance, unrouted]',
    'fields: {}',
    /unknown key "fields"/,
    /known here: project, issueType, group/,
  ],
];

/** Their words are of Liquid, RE2 or the system, which have one language. */
const FOREIGN = /not closed|undefined filter|^invalid|^tag |^unexpected|^expected /i;

describe('a broken key of the example', () => {
  it.each(broken)('%s: of %j written as %j it is told in Chinese too', (_key, from, to) => {
    const problems = problemsOnce(example.replace(from.replace('^', ''), () => to));
    const left = problems
      .map(ruleProblemInChinese)
      .filter(({ message }) => !/\p{Script=Han}/u.test(message) && !FOREIGN.test(message));

    expect(left.map(({ message }) => message)).toEqual([]);
  });

  it.each(broken)('%s: of %j written as %j it says what to write', (_key, from, to, message, hint) => {
    const plain = from.replace('^', '');
    const start = example.indexOf(plain);
    expect(start, 'stands in the example').toBeGreaterThan(-1);
    const problems = problemsOnce(example.replace(plain, () => to));

    const problem = problems.find((candidate) => message.test(candidate.message));
    expect(problem, JSON.stringify(problems)).toMatchObject({ file: 'r.yaml', ...placeOf(start + from.indexOf('^')) });
    expect(problem?.hint).toMatch(hint);
  });

  it('is tried for every key that there is', () => {
    const places: PropertyKey[][] = [
      [],
      ['routes', 0],
      ['defaults', 'recover'],
      ['defaults', 'comments'],
      ['storm'],
      ['defaults', 'back'],
      ['defaults', 'back', 'wontFix'],
      ['defaults', 'context'],
      ['defaults', 'context', 'chart'],
      ['defaults', 'context', 'logs'],
    ];
    const all = [...places, ['fallback']].flatMap(knownKeysAt);
    expect(new Set(broken.map(([key]) => key))).toEqual(new Set(all));
  });

  it('never leaves a message without a hint', () => {
    const lines = example.split('\n');
    // Each is read once: many a change of a line is no change, or the same as another.
    const texts = lines.flatMap((line, index) => {
      // A comment stays one.
      const changes = /^ *#/.test(line)
        ? []
        : [
            line.replace(/:.*/, ':'),
            line.replace(/:.*/, ': [[1]]'),
            `${line} x`,
            line.slice(0, -1),
            line.replace('a', 'b'),
          ];
      return changes.map((changed) => lines.with(index, changed).join('\n'));
    });
    const problems = [...new Set(texts)].flatMap((text) => problemsOf(text, 'r.yaml', { orNone: true }));
    expect(problems.length).toBeGreaterThan(100);
    expect(problems.filter(({ hint }) => hint === null || hint === '')).toEqual([]);
  });
});

const known = new Map<string, readonly RulesProblem[]>();

/** Of a file r.yaml. Two tests ask of each text. */
function problemsOnce(text: string): readonly RulesProblem[] {
  const problems = known.get(text) ?? problemsOf(text, 'r.yaml');
  known.set(text, problems);
  return problems;
}

function placeOf(offset: number): { line: number; column: number } {
  const before = example.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

describe('a list of which the event chooses', () => {
  const refused = (option: string) =>
    problemsOf(
      `routes: [{ name: all, project: OPS, issueType: Task, group: fault }, { name: r, ${option} }]`,
      'r.yaml',
    );
  it.each([
    ['project: { template: "{{ tags.p }}", alow: [WEB], else: WEB }', 'project.alow', /unknown key "alow"/],
    ['project: { template: "{{ tags.p }}", allow: [WEB] }', 'project.else', /"else" is missing/],
    ['project: { template: "{{ tags.p }}", allow: [web], else: WEB }', 'project.allow[0]', /expected the key/],
    ['project: { template: "{{ tags.p }}", allow: [WEB], else: web }', 'project.else', /expected the key/],
    ['project: { template: "{{ tags.p }}", allow: ["{{ tags.p }}"], else: WEB }', 'project.allow[0]', /not read here/],
    ['project: { template: "{{ tags.p }}", allow: [WEB], else: "{{ x }}" }', 'project.else', /not read here/],
    ['project: { template: "{{ tags.p", allow: [WEB], else: WEB }', 'project.template', /not closed/],
    ['project: { template: "{{ tags.p }}", allow: [], else: WEB }', 'project.allow', /at least one name/],
    ['issueType: { template: "{{ tags.p }}", allow: Bug, else: Bug }', 'issueType.allow', /expected a list/],
    ['priority: { template: "{{ tags.p }}", alow: [High], else: High }', 'priority.alow', /unknown key "alow"/],
    ['priority: { critical: "{{ tags.p }}" }', 'priority.critical', /not read here/],
  ])('%s is refused at its place', (option, path, message) => {
    const problems = refused(option);
    expect(problems.find((problem) => problem.path === `routes[1].${path}`)?.message, JSON.stringify(problems)).toMatch(
      message,
    );
  });

  it('cannot be that of the fallback, which must take what others could not', () => {
    const problems = problemsOf(
      'routes: [{ name: all, project: OPS, issueType: Task, group: fault }]\nfallback: { project: { template: "{{ tags.p }}", allow: [WEB], else: WEB }, issueType: Task }',
      'r.yaml',
    );
    expect(problems.map(({ path }) => path)).toContain('fallback.project');
  });
});

describe('fields that follow', () => {
  const of = (route: string, defaults = 'group: fault') =>
    problemsOf(`defaults: { project: OPS, issueType: Task, ${defaults} }\nroutes: [{ name: r, ${route} }]`, 'r.yaml', {
      orNone: true,
    }).map(({ path, message, hint }) => `${path}: ${message} (${hint})`);

  it.each([
    ['fields: { Measured: x }, follow: [measured]', 'group: fault', []],
    ['follow: [Measured]', 'group: fault, fields: { Measured: x }', []],
    ['fields: { Other: x }', 'group: fault, fields: { Measured: x }, follow: [Measured]', []],
    [
      'fields: { Measured: x }, follow: [Measurd]',
      'group: fault',
      ['routes[0].follow[0]: "Measurd" is not among the fields of the route (did you mean "Measured"?)'],
    ],
    ['follow: [x]', 'group: fault', [expect.stringMatching(/^routes\[0\].follow\[0\]: .*write a value for it/)]],
    [
      'group: event, fields: { Measured: x }, follow: [Measured]',
      'group: fault',
      [expect.stringMatching(/^routes\[0\].follow: "follow" is for group: fault/)],
    ],
  ])('%s with defaults %s', (route, defaults, problems) => {
    expect(of(route, defaults)).toEqual(problems);
  });
});

describe('the way back', () => {
  const of = (route: string, defaults = 'group: fault') =>
    problemsOf(`defaults: { project: OPS, issueType: Task, ${defaults} }\nroutes: [{ name: r, ${route} }]`, 'r.yaml', {
      orNone: true,
    }).map(({ path, message, hint }) => `${path}: ${message} (${hint})`);

  it.each([
    ['back: { done: restore }', 'group: fault', []],
    ['back: { wontFix: { mute: 7d } }, wontFix: [No]', 'group: fault', []],
    ['back: { wontFix: { mute: 7d } }', 'group: fault, wontFix: [No]', []],
    ['group: event', 'group: fault, back: { done: restore }', []],
    ['back: false', 'group: event', []],
    [
      'back: { done: restore }',
      'group: event',
      [expect.stringMatching(/^routes\[0\].back: "back" is for group: fault: .*write group: fault/)],
    ],
    [
      'back: { wontFix: { mute: 7d } }',
      'group: fault',
      [expect.stringMatching(/^routes\[0\].back.wontFix: wontFix names no resolution.*such as wontFix/)],
    ],
  ])('%s with defaults %s', (route, defaults, problems) => {
    expect(of(route, defaults)).toEqual(problems);
  });
});
