/** Texts by their shape, so that the same one can be made in any size: the beginning, what is repeated, and the end. */
export interface Shape {
  readonly head: string;
  /** Repeated in turn until the text is long enough. */
  readonly units: readonly string[];
  readonly tail: string;
  /** A second run behind the first one, of equal length: what opens and what closes, say. */
  readonly second?: string;
}

export function textOf({ head, units, second, tail }: Shape, length: number): string {
  const room = Math.max(length - head.length - tail.length, 0);
  const first = repeated(units, second === undefined ? room : room / 2);
  return head + first + (second === undefined ? '' : repeated([second], room / 2)) + tail;
}

function repeated(units: readonly string[], length: number): string {
  const unit = units.join('');
  if (unit === '') return '';
  const times = Math.floor(length / unit.length);
  if (!unit.includes(COUNTER)) return unit.repeat(times);
  let text = '';
  for (let index = 0; text.length < length; index += 1) text += unit.replaceAll(COUNTER, String(index));
  return text.slice(0, length);
}

/** In a unit: the number of the repetition, so that no two are alike. */
export const COUNTER = '\u0001';

/** Openers and closers of everything that some part of the program looks for in a text. */
export const PIECES: readonly string[] = [
  ...['a', 'A', '1', 'word ', '中', 'é', 'e\u0301', '\u{1F600}', '\u200D', '\u{1F468}\u200D', '\u{1F1E8}', COUNTER],
  ...[' ', '  ', '\t', '\n', '\n\n', '\r\n', '\r', '\u2028', '\u00A0', '\u200B', '\uFEFF', '\0', '\uD800', '\u202E'],
  ...['>', '> ', '- ', '* ', '+ ', '1. ', '1) ', '# ', '#', '    ', '```', '~~~', '`', '---', '===', '***', '___'],
  ...['*', '**', '_', '__', '~', '~~', '[', ']', '](', '![', '(', ')', '[^1]', '[^', ']:', '[a]: ', '[a]', '[ ] '],
  ...['|', '|-', '|-|', ':-', '-:', '\n|', '\\', '\\|', '<', '<a', '</', '<!--', '-->', '<?', '<![CDATA[', '<script'],
  ...['&', '&a;', '&amp;', '&#x41;', '&#1;', '&#', ';', '://', 'http://', 'https://a.b', 'http://a.b/', 'www.', 'ftp:'],
  ...[
    'a@b.c',
    '@',
    'a@b',
    '.',
    ',',
    '-',
    '_a',
    ':',
    '?',
    '!',
    '"',
    "'",
    '%',
    '%20',
    '=',
    '==',
    '$',
    '^',
    '/',
    'mailto:',
  ],
  ...['{', '}', '{{', '}}', '{%', '%}', '{{host}}', '{{ a }}', '{code}', '{quote}', '{noformat}', 'h1. ', 'bq. ', '||'],
  ...['Basic ', 'Bearer ', 'token=', '?key=', '&sign=', '/webhook/guance/', '"password":', 'x:y@', 'a:b', 'b', 'c'],
  ...[
    '[x](/a b)',
    '](/',
    '](http:',
    '\u0085',
    '\u3000',
    '，',
    '\x1B[31m',
    '\x1B[',
    ']]>',
    '{"a":',
    '[',
    '0',
    '-0',
    '1e9',
  ],
];

/** Shapes that were slow once, or are known to be slow in parsers of this kind. Searches begin with these, and CI replays them. */
export const KNOWN: readonly Shape[] = [
  { head: 'http://a.b/', units: ['['], tail: 'x' },
  { head: 'http://a.b/', units: ['&a;'], tail: 'x' },
  { head: 'http://a.b/', units: ['&nbsp;'], tail: 'x' },
  { head: 'www.a.b/', units: [')'], tail: 'x' },
  { head: 'www.a.b/', units: ['('], second: ')', tail: '' },
  { head: 'www.a.b/', units: ['?!.,:'], tail: 'x' },
  { head: '[', units: ['word '], tail: '' },
  { head: '[', units: ['<a'], tail: '' },
  { head: '[', units: ['a@b'], tail: '' },
  { head: '', units: ['>'], tail: '' },
  { head: '', units: ['- '], tail: 'a' },
  { head: '', units: ['> ', '- '], tail: 'a' },
  { head: '', units: ['**a*'], tail: '' },
  { head: '', units: ['*a_'], second: '_b*', tail: '' },
  { head: '', units: ['!['], second: ']', tail: '' },
  { head: '', units: ['['], second: '](a)', tail: '' },
  { head: '{"a":', units: ['['], tail: '' },
  { head: '', units: ['-'], tail: '' },
  { head: '[', units: ['NaN,'], tail: '1]' },
  { head: '', units: ['[a]('], tail: '' },
  { head: '', units: ['[a](<b'], tail: '' },
  { head: '', units: [`[${COUNTER}]`], tail: '' },
  { head: '', units: [`[a]: b${COUNTER}\n`], tail: '' },
  { head: `[a]: http://a.b/${'c'.repeat(8000)}\n\n`, units: ['[a]'], tail: '' },
  { head: '[', units: ['a\\'], tail: `](http://a.b/${'c'.repeat(2000)})` },
  { head: '', units: [`\`${COUNTER}\`\``], tail: '' },
  { head: '|a|\n|-|\n', units: ['|'], tail: '' },
  { head: '', units: ['|a'], second: '|-', tail: '' },
  { head: '|a|b|\n|-|-|\n', units: ['|a|b|\n'], tail: '' },
  { head: '', units: ['~~a '], tail: '' },
  { head: '', units: ['a\n'], tail: '' },
  { head: '', units: ['\n'], tail: '' },
  { head: 'a', units: [' '], tail: 'b' },
  { head: 'a', units: ['\t'], tail: 'b' },
  { head: 'a', units: ['\u2028'], tail: 'b' },
  { head: 'a', units: [' \n'], tail: 'b' },
  { head: '', units: ['a  \n'], tail: '' },
  { head: '', units: ['    a\n'], tail: '' },
  { head: '', units: ['1. a\n\n'], tail: '' },
  { head: '', units: ['- a\n'], tail: '' },
  { head: '', units: ['- [ ] a\n'], tail: '' },
  { head: '', units: ['# a\n'], tail: '' },
  { head: '', units: ['a\n===\n'], tail: '' },
  { head: '', units: ['[^a]: b\n'], tail: '' },
  { head: '', units: ['http://a.b '], tail: '' },
  { head: '', units: ['a@b.c '], tail: '' },
  { head: '', units: ['a.b-c_'], tail: '@' },
  { head: '', units: ['\\|'], tail: '' },
  { head: '\\u0073', units: ['\\'], tail: '' },
  { head: '\\u0073', units: ['%73'], tail: '' },
  { head: '', units: ['\u{1F468}\u200D'], tail: '' },
  { head: 'e', units: ['\u0301'], tail: '' },
  { head: '', units: ['\u{1F1E8}'], tail: '' },
  { head: '```\n', units: ['{code}'], tail: '\n```' },
  { head: 'i', units: ['i'], tail: ' ://' },
  { head: 'x://', units: ['a'], tail: '' },
  { head: '', units: ['x://'], tail: '' },
  { head: '', units: ['x://a:'], tail: '' },
  { head: 'Basic', units: [' '], tail: '' },
  { head: '', units: ['Basic a'], tail: '' },
  { head: '', units: ['{{host}}'], tail: '' },
  { head: '', units: ['{{ a | to_fixed(2) }}'], tail: '' },
  { head: '{{', units: ['|'], tail: '}}' },
  { head: '', units: ['int *a, char* b '], tail: '' },
  { head: 'int *', units: ['a_'], tail: 'char*' },
  { head: '__', units: ['a_'], tail: '__(' },
  { head: '', units: ['__a__('], tail: '' },
  { head: 'C:', units: ['\\*'], tail: '' },
  { head: 'C:', units: ['\\a\\{'], tail: '' },
  { head: '', units: ['{{-'], second: '-}}', tail: '' },
  { head: '', units: ['!a'], tail: '' },
  { head: '', units: ['['], second: '|', tail: '' },
  { head: '', units: ['\\'], tail: '!a!' },
  { head: '', units: ['\\\\!', '[~', '{a'], tail: '' },
  { head: '', units: ['<no value>'], tail: '' },
  { head: '', units: ['\u200B'], tail: '' },
  { head: '["', units: ['a","'], tail: '"]' },
  { head: '', units: ['{{'], second: '}}', tail: '' },
  { head: '', units: ['<script'], tail: '' },
  { head: '', units: ['<!--'], tail: '' },
  { head: '', units: ['["a",'], tail: '"b"]' },
  { head: '[', units: ['"a",'], tail: '"b"]' },
  { head: '{', units: [`"a${COUNTER}":1,`], tail: '"b":1}' },
  { head: '', units: ['the usual words of an alert, '], tail: '' },
  {
    head: '',
    units: ['> **level**: critical  \n> `host`: a_b [docs](https://a.b/c?d=e&f)\n\n- item 1\n- item 2\n\n'],
    tail: '',
  },
];
