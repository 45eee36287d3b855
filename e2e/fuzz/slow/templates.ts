/** A template for each filter and tag of Liquid that reads a text, `x` being the alert's. */
import { createRequire } from 'node:module';
import { repoRoot } from '../../harness/paths.ts';

const { Liquid } = createRequire(`${repoRoot}/packages/mapping/package.json`)('liquidjs');

const ARGUMENTS: Readonly<Record<string, string>> = {
  append: ': x',
  prepend: ': x',
  concat: ': x',
  replace: ': "a", x',
  replace_first: ': "a", x',
  replace_last: ': "a", x',
  remove: ': "a"',
  remove_first: ': "a"',
  remove_last: ': "a"',
  split: ': ","',
  join: ': x',
  truncate: ': 50',
  truncatewords: ': 50',
  slice: ': 0, 5',
  date: ': x',
  default: ': x',
  where: ': "a", x',
  map: ': "a"',
  find: ': "a", x',
};

/** Filters that only the program's own engine lacks are refused when the rules are read. */
const REMOVED = new Set(['sample', 'shuffle']);

export const TEMPLATES: readonly string[] = [
  ...Object.keys(new Liquid().filters)
    .filter((name) => !REMOVED.has(name))
    .map((name) => `{{ x | ${name}${ARGUMENTS[name] ?? ''} }}`),
  '{{ x | split: "" | join: x }}',
  '{{ x | split: "" | sort | join }}',
  '{{ x | split: "" | uniq | join }}',
  '{% assign parts = x | split: "" %}{% for part in parts %}{{ part | append: x }}{% endfor %}',
  '{% for i in (1..5000) %}{{ x }}{% endfor %}',
  '{% assign parts = x | split: "" %}{% for i in (1..5000) %}{{ parts }}{% endfor %}',
  '{% assign parts = x | split: "," %}{{ parts }}{{ parts }}{{ parts }}',
  '{% if x contains "ab" %}{{ x }}{% endif %}',
  '{% capture y %}{{ x }}{{ x }}{{ x }}{% endcapture %}{{ y }}{{ y }}{{ y }}',
];
