import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInner, parseJson } from './parse-json.ts';

const read = (text: string) => {
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : `refused: ${parsed.error}`;
};

describe('parseJson', () => {
  it.each([
    ['NaN', '{"a":NaN}', { a: 'NaN' }],
    [
      'infinities, in lists too',
      '[{"a":[Infinity,-Infinity, -1,-NaN]}]',
      [{ a: ['Infinity', '-Infinity', -1, '-NaN'] }],
    ],
    ['NaN only outside strings', '{"a":"NaN, \\"NaN","b":NaN}', { a: 'NaN, "NaN', b: 'NaN' }],
    ['raw newlines and tabs in a string', '{"a":"one\n\ttwo\r\nthree"}', { a: 'one\n\ttwo\r\nthree' }],
    ['raw escape and zero bytes in a string', '{"a":"\x1b[31mred\0"}', { a: '\x1b[31mred\0' }],
    ['raw control characters in a key', '{"a\tb":1}', { 'a\tb': 1 }],
    [
      'a backslash that escapes nothing',
      String.raw`{"a":"C:\Users\x1b \u12 \'"}`,
      { a: String.raw`C:\Users\x1b \u12 \'` },
    ],
    ['a comma too many at the end', '{"a":[1,2,],"b":{"c":1,},}', { a: [1, 2], b: { c: 1 } }],
    ['commas too many, of items that a loop left out', '[,{"a":1},,{"a":2},]', [{ a: 1 }, { a: 2 }]],
    ['a value that a template left out', '{"a":,"b": }', { a: null, b: null }],
    ['comments', '{ // who\n"a": "x // y", /* what */ "b": 1 /* */ }', { a: 'x // y', b: 1 }],
    [
      'numbers that JSON does not know, as texts',
      '[{"a":007,"b":+1,"c":97.3%,"d":.5,"e":0x1F}]',
      [{ a: '007', b: '+1', c: '97.3%', d: '.5', e: '0x1F' }],
    ],
    [
      'a dictionary as Python prints it',
      `{'a': None, 'b': [True, False], 'c': nan, "d": "it's", 'e': -inf, u'f': 'x"y'}`,
      { a: null, b: [true, false], c: 'nan', d: "it's", e: '-inf', f: 'x"y' },
    ],
    [
      'escapes of Python',
      String.raw`{'a': 'it\'s \x1b \U0001f600 \u4e3b \n \\d'}`,
      { a: "it's \x1b \u{1f600} 主 \n \\d" },
    ],
    ['names without quotes', '{a: 1, df_event_id: "e"}', { a: 1, df_event_id: 'e' }],
    [
      'quotes that nobody escaped',
      '{"a":"disk "C:" is full","b":"say "x", "y" or "z"","c":1}',
      { a: 'disk "C:" is full', b: 'say "x", "y" or "z"', c: 1 },
    ],
    ['JSON that nobody escaped', '{"a":"{"code":"500"}","b":["x "y" z"]}', { a: '{"code":"500"}', b: ['x "y" z'] }],
    [
      'a brace behind such a quote',
      '{"df_title":"x "} y","df_event_id":"e"}',
      { df_title: 'x "} y', df_event_id: 'e' },
    ],
    ['an apostrophe that nobody escaped', `{'a': 'it's down', 'b': 1}`, { a: "it's down", b: 1 }],
    ['an object encoded twice', JSON.stringify('{"a":"主机"}'), { a: '主机' }],
    ['an object encoded three times', JSON.stringify(JSON.stringify('{"a":1}')), { a: 1 }],
    ['NaN in what was encoded twice', JSON.stringify('{"a":NaN}'), { a: 'NaN' }],
    ['a byte order mark in what was encoded twice', JSON.stringify('\uFEFF{"a":1}'), { a: 1 }],
    ['lines of objects', '{"a":1}\n{"a":2}\r\n', [{ a: 1 }, { a: 2 }]],
    ['objects and lists behind each other', '{"a":1}[{"a":2},{"a":3}]', [{ a: 1 }, { a: 2 }, { a: 3 }]],
    ['zero bytes at the end', '{"a":1}\0\0', { a: 1 }],
    ['a whole object with something behind it', '{"a":1} -- sent by curl', { a: 1 }],
    ['a byte order mark', '\uFEFF{"a":1}', { a: 1 }],
    [
      'integers of 64 bits, as their digits',
      '{"a":7409871234567890123,"b":-7409871234567890124}',
      { a: '7409871234567890123', b: '-7409871234567890124' },
    ],
    [
      'integers that fit, as numbers',
      '{"a":9007199254740991,"b":1693034940000000}',
      { a: 9007199254740991, b: 1693034940000000 },
    ],
    [
      'long digits that are no integer',
      '[{"a":1234567890123456.5,"b":12345678901234567e3}]',
      [{ a: 1234567890123456.5, b: 12345678901234567e3 }],
    ],
    [
      'long integers behind strings with quotes',
      String.raw`{"a\\":"\"99999999999999999","b":[99999999999999999]}`,
      { 'a\\': '"99999999999999999', b: ['99999999999999999'] },
    ],
    ['fractions, as numbers', '{"a":0.12345678901234567890}', { a: 0.12345678901234568 }],
    ['digits in a text, as they are', '{"a":"7409871234567890123"}', { a: '7409871234567890123' }],
  ])('reads %s', (_name, text, value) => {
    expect(read(text)).toEqual(value);
  });

  it.each([
    ['', 'it is empty'],
    ['{"df_event_id":"e","df_title":"cut', 'fault at position'],
    ['[{"a":1},{"a"', 'fault at position'],
    ['<alert>{"a":1}</alert>', 'fault at position|stray'],
    ['{]', 'fault at position'],
    ['{"a":1 "b":2}', 'fault at position'],
    ['{"a":"x {"b":"y","c":1} z","df_event_id":"e"}', 'fault at position'],
    ['{"a":/* open', 'fault at position|stray'],
    ['{"a":nope}', 'fault at position|stray'],
    ['text', 'stray|fault'],
  ])('refuses %j and quotes nothing of it', (text, error) => {
    expect(read(text)).toMatch(new RegExp(`^refused: (?:.*)(?:${error})`));
    expect(String(read(text))).not.toMatch(/df_title|alert>|nope/);
  });

  it('is read in full where it is long, and repaired only up to half a megabyte', () => {
    const long = `{"df_event_id":"e","df_message":"${'x'.repeat(600_000)}"`;

    expect(parseJson(`${long}}`)).toMatchObject({ ok: true, repaired: false });
    expect(parseJson(`${long},}`)).toMatchObject({ ok: false });
    expect(parseJson(`${long.slice(0, 400_000)}",}`)).toMatchObject({ ok: true, repaired: true });
  });

  it('changes nothing of what is JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(typeof value !== 'string');
        const text = JSON.stringify(value);
        expect(read(text)).toEqual(/\d{16}/.test(text) ? expect.anything() : JSON.parse(text));
      }),
    );
  });

  it('repairs without changing what was right', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().map((key) => `_${key}`),
          fc.oneof(fc.string(), fc.integer(), fc.boolean()),
        ),
        (fields) => {
          const text = JSON.stringify({ ...fields, broken: 1 }).slice(0, -2);
          for (const [broken, value] of [
            ['NaN}', 'NaN'],
            ['1,}', 1],
            ['}', null],
          ])
            expect(read(`${text}${broken}`)).toEqual({ ...JSON.parse(JSON.stringify(fields)), broken: value });
        },
      ),
    );
  });

  it('finds the ends of other strings where one holds quotes that nobody escaped', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^_\w{0,9}$/), fc.oneof(fc.string(), fc.integer())), (fields) => {
        const text = `${JSON.stringify({ broken: 1, ...fields }).replace('1', '"disk "C:" is full"')}`;
        expect(read(text)).toEqual({ broken: 'disk "C:" is full', ...JSON.parse(JSON.stringify(fields)) });
      }),
    );
  });
});

describe('a text that opens half a million lists', () => {
  const deep = '['.repeat(500_000);

  it('is not even read, as a body or within one', () => {
    expect(parseJson(deep)).toEqual({ ok: false, error: 'it is nested too deeply' });
    expect(parseInner(`${deep}](a)`)).toBeUndefined();
  });

  it('in a string is a string', () => {
    expect(parseJson(JSON.stringify({ df_title: `"${deep}\\` }))).toMatchObject({ ok: true, repaired: false });
  });
});
