import fullSchema from '@atlaskit/adf-schema/json-schema/v1/full.json' with { type: 'json' };
import { WikiMarkupTransformer } from '@atlaskit/editor-wikimarkup-transformer';
import AjvDraft04 from 'ajv-draft-04';
import fc from 'fast-check';
import type { PhrasingContent, RootContent } from 'mdast';

/** How many random cases a property tries; PROPERTY_RUNS raises it. */
// biome-ignore lint/style/noProcessEnv: a knob of the tests, not of the program
export const runs = Number(process.env.PROPERTY_RUNS ?? 1_000);

type Ajv04 = { compile(schema: object): ((value: unknown) => boolean) & { errors?: unknown } };
/** The package's default export is wrapped once more when it is loaded as CommonJS. */
const Ajv = (AjvDraft04 as unknown as { default?: new (options: object) => Ajv04 }).default ?? AjvDraft04;
const validate = new (Ajv as new (options: object) => Ajv04)({ strict: false }).compile(fullSchema);

/** Null when Atlassian's JSON schema takes the document, else what it finds. */
export function adfFault(document: unknown): string | null {
  return validate(document) ? null : JSON.stringify(validate.errors).slice(0, 500);
}

type Parsed = { type: string; text?: string; attrs?: Record<string, unknown>; content?: Parsed[]; marks?: Parsed[] };
export type Reading = { text: string; nodes: Set<string>; marks: Set<string>; links: Set<string> };

/** What Atlassian's own parser of wiki markup sees. */
export function readWiki(markup: string): Reading {
  return readTree(new WikiMarkupTransformer().parse(markup).toJSON() as Parsed);
}

/** The same of an ADF document. */
export function readTree(tree: Parsed): Reading {
  const reading: Reading = { text: '', nodes: new Set(), marks: new Set(), links: new Set() };
  const visit = (node: Parsed): void => {
    reading.nodes.add(node.type);
    reading.text += node.text ?? '';
    for (const mark of node.marks ?? []) {
      reading.marks.add(mark.type);
      if (mark.type === 'link') reading.links.add(String(mark.attrs?.href));
    }
    for (const child of node.content ?? []) visit(child);
  };
  visit(tree);
  return reading;
}

/** The characters a reader sees: white space differs between the forms, and the escape uses invisible spaces. */
export function visible(text: string): string {
  return text.replaceAll(/[\s\u200B\u00A0]/g, '');
}

const tokens = fc.constantFrom(
  ...'- # * _ + ? ^ ~ | % { } [ ] ( ) ! @ \\ / : ; . , & < > = " \' ` $ é 等 级 😀 a b Z 0 9'.split(' '),
  ...[' ', '  ', '\n', '\n\n', '\t', '    \n', '\u00A0', '\u200B', '\u0000', '\u007F', '\uD800', '\uDC00', '\uFFFF'],
  ...[
    '{code}',
    '{noformat}',
    '{quote}',
    '{panel}',
    '{color:red}',
    '{adf}',
    '{anchor:x}',
    '[~admin]',
    '[~accountid:1]',
    '@admin',
  ],
  ...[
    '!a.png!',
    '[x|http://a.b]',
    '[^a.txt]',
    '----',
    '--',
    '---',
    '??',
    '{{',
    '}}',
    'h1. ',
    'bq. ',
    '||',
    '\\\\',
    '\\',
  ],
  ...[
    ':)',
    ':D',
    ':P',
    ';)',
    '(y)',
    '(!)',
    '(flag)',
    'http://a.b/c_d',
    'https://x.y/?q={a,b}',
    'ftp://a.b',
    'mailto:a@b.c',
    'file:///etc',
  ],
  ...[
    '**',
    '__',
    '~~',
    '```',
    '> ',
    '>',
    '- ',
    '1. ',
    '# ',
    '| a | b |\n|---|---|\n',
    '<b>',
    '</b>',
    '<host-1>',
    '&amp;',
    '&lt;',
    '![i](u)',
  ],
  ...[
    '[a](javascript:alert)',
    '[a](/p?t={host:a b})',
    '[a]: http://r.s\n',
    '[a][a]',
    '[^1]',
    '[^1]: n\n',
    'www.a.b',
    'OPS-1',
    'word',
    '100.00%',
  ],
);

/** Text made of everything that means something to Markdown, wiki markup or ADF. */
export const nastyText = fc.oneof(
  { weight: 4, arbitrary: fc.array(tokens, { maxLength: 40 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
);

const url = fc.oneof(
  fc.constantFrom(
    'http://a.b/',
    'https://x.y/p?q=1|2]3[4{5}',
    'javascript:alert(1)',
    '/relative',
    'data:text/html,x',
    'mailto:a@b.c',
    '',
  ),
  nastyText,
);

const { blocks } = fc.letrec<{
  inlines: PhrasingContent[];
  inline: PhrasingContent;
  blocks: RootContent[];
  block: RootContent;
}>((tie) => {
  const phrasing = tie('inlines');
  const cell = phrasing.map((children) => ({ type: 'tableCell' as const, children }));
  const row = fc.array(cell, { maxLength: 4 }).map((children) => ({ type: 'tableRow' as const, children }));
  const item = tie('blocks').map((children) => ({ type: 'listItem' as const, children: children as never[] }));
  return {
    inlines: fc.array(tie('inline'), { maxLength: 4, depthIdentifier: 'mdast' }),
    inline: fc.oneof(
      { depthIdentifier: 'mdast', depthSize: 'small', withCrossShrink: true },
      nastyText.map((value): PhrasingContent => ({ type: 'text', value })),
      fc.constant<PhrasingContent>({ type: 'break' }),
      nastyText.map((value): PhrasingContent => ({ type: 'inlineCode', value })),
      nastyText.map((value): PhrasingContent => ({ type: 'html', value })),
      fc
        .tuple(fc.constantFrom('strong', 'emphasis', 'delete'), phrasing)
        .map(([type, children]): PhrasingContent => ({ type, children })),
      fc.tuple(url, phrasing).map(([address, children]): PhrasingContent => ({ type: 'link', url: address, children })),
      url.map((address): PhrasingContent => ({ type: 'image', url: address, alt: 'i' })),
    ),
    blocks: fc.array(tie('block'), { maxLength: 4, depthIdentifier: 'mdast' }),
    block: fc.oneof(
      { depthIdentifier: 'mdast', depthSize: 'small', withCrossShrink: true },
      phrasing.map((children): RootContent => ({ type: 'paragraph', children })),
      fc
        .tuple(fc.constantFrom(1, 2, 6), phrasing)
        .map(([depth, children]): RootContent => ({ type: 'heading', depth: depth as 1, children })),
      fc
        .tuple(fc.constantFrom('json', 'nosuch', 'x}y', undefined), nastyText)
        .map(([lang, value]): RootContent => ({ type: 'code', lang: lang ?? null, value })),
      fc.constant<RootContent>({ type: 'thematicBreak' }),
      nastyText.map((value): RootContent => ({ type: 'html', value })),
      tie('blocks').map((children): RootContent => ({ type: 'blockquote', children: children as never[] })),
      fc
        .tuple(fc.boolean(), fc.array(item, { maxLength: 3 }))
        .map(([ordered, children]): RootContent => ({ type: 'list', ordered, children })),
      fc.array(row, { maxLength: 3 }).map((children): RootContent => ({ type: 'table', children })),
    ),
  };
});

/** Any tree of mdast nodes, also such as no Markdown gives. */
export const anyDocument = blocks.map((children) => ({ type: 'root' as const, children }));
