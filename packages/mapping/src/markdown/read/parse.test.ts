import { describe, expect, it } from 'vitest';
import { resolveLinks } from '../links.ts';
import { adfFault, readTree } from '../oracles.test-helper.ts';
import { writeAdf } from '../write/adf.ts';
import { writeWiki } from '../write/wiki.ts';
import { parseMarkdown } from './parse.ts';

const wiki = (markdown: string, link: string | null = null): string =>
  writeWiki(resolveLinks(parseMarkdown(markdown), link));
const console_ = 'https://console.guance.com/keyevents/monitor?time=1';

describe('parseMarkdown', () => {
  it.each([
    [
      'a quote without spaces, with hard breaks',
      '>等级：critical    \n>实例：share',
      '{quote}\n等级：critical\n实例：share\n{quote}',
    ],
    ['lines of plain text', 'critical\ncpu\n0.01', 'critical\ncpu\n0.01'],
    ['Windows line ends', 'a\r\nb', 'a\nb'],
    ['a quote in a quote as one', '> a\n>> **b**', '{quote}\na\n\n*b*\n{quote}'],
    ['a placeholder in angle brackets', 'host <host-1> <b>up</b>', 'host <host\\-1> *up*'],
    ['HTML for looks', '<div onclick="x">\n*y*\n</div>', '_y_'],
    ['other HTML as text', '<script>x</script> <ul>', '<script>x</script> <ul>'],
    ['entities decoded', 'a &amp; b &#60;c&#62; &nbsp;', 'a & b <c>'],
    ['emphasis', '**bold** *it* ~~gone~~ `x=1`', '*bold* _it_ -gone- {{x=1}}'],
    ['emphasis inside a word', '使用率**过高**了', '使用率{*}过高{*}了'],
    ['a heading', '## CPU', 'h2. CPU'],
    ['a heading in a quote as bold text', '> # CPU', '{quote}\n*CPU*\n{quote}'],
    ['nested lists', '- a\n  - b\n    1. c\n- d', '* a\n** b\n**# c\n* d'],
    ['task lists', '- [x] a\n- [ ] b', '* ☑ a\n* ☐ b'],
    ['a rule', 'a\n\n---\n\nb', 'a\n\n----\n\nb'],
    ['a table', '| a | b |\n|---|---|\n| 1 \\| 2 | x |', '||a||b||\n|1 \\| 2|x|'],
    ['a table in a list after the list', '- a\n\n  | x |\n  |---|\n  | 1 |', '* a\n\n||x||\n|1|'],
    ['code', '```json\n{"a":1}\n```', '{code:json}\n{"a":1}\n{code}'],
    ['code of a language that Jira has not', '```rust\nfn\n```', '{noformat}\nfn\n{noformat}'],
    [
      'code that would end itself',
      '```\n{noformat}{code}\n```',
      '{noformat}\n{\u200Bnoformat}{\u200Bcode}\n{noformat}',
    ],
    ['code with blank lines in a list', '- a\n  ```\n  x\n\n  y\n  ```', '* a\n{noformat}\nx\n\ny\n{noformat}'],
    ['an image as a link', '![chart](https://a.b/c.png)', '[chart|https://a.b/c.png]'],
    ['a reference', '[a][1]\n\n[1]: https://a.b/', '[a|https://a.b/]'],
    ['a footnote', 'a[^1]\n\n[^1]: note', 'a\\[\\^1\\]\n\n\\[\\^1\\]:\n\nnote'],
    ['a bare address', 'see https://a.b/c_d?x=1', 'see [https://a.b/c_d?x=1]'],
    ['blanks beside marks in several lines', 'a\nb **c** `d` e\nf', 'a\nb *c* {{d}} e\nf'],
    [
      'an address with Chinese behind it',
      '见 https://a.b/x，再见https://c.d/y。',
      '见 [https://a.b/x]，再见[https://c.d/y]。',
    ],
    ['bold beside full-width punctuation', '**级别：**高 **“盘”**满', '{*}级别：{*}高 {*}“盘”{*}满'],
    ['chat tags', '<font color="red">a</font><b>b</b><br>c', 'a{*}b{*}\nc'],
    ['a tag without its other half', 'vector<b> x</i>', 'vector<b> x</i>'],
    ['colors of a terminal', '\u001B[1;31mE\u001B[0m \u001B(B[main]', 'E \\[main\\]'],
    ['dashes under a line', 'a\n---\nb', 'a\n\n----\n\nb'],
    ['equal signs under a line', 'a\n===', 'a\n==='],
    ['an image made of data', '图 ![](data:image/png;base64,AAAA) x', '图 图片 x'],
    ['one written as HTML', `图 <img src="data:image/png;base64,${'AAAA'.repeat(20_000)}"> x`, '图 图片 x'],
    ['data as they are', `图 data:image/png;base64,${'AAAA'.repeat(20_000)} x`, '图 data:image/png;base64,… x'],
    ['colors in one character', '\u009B31mE\u009B0m', 'E'],
    [
      'names with underscores',
      '__init__ map[__n__:up] a.__b__',
      '\\_\\_init\\_\\_ map\\[\\_\\_n\\_\\_:up\\] a.\\_\\_b\\_\\_',
    ],
    [
      'schedules and patterns',
      '0 */5 * * * /x/*.log a*b*c (.*) (.*)',
      '0 \\*/5 \\* \\* \\* /x/\\*.log a\\*b\\*c \\(.\\*\\) \\(.\\*\\)',
    ],
    ['paths of Windows', 'C:\\T\\_M', 'C:\\T\\\u200B\\_M'],
    ['escapes that a person wrote', '\\*a\\* \\_b\\_', '\\*a\\* \\_b\\\u200B\\_'],
    ['a list that goes on behind a line', '1. a\nb\n2. c\n3. d', '# a\n\nb\n\n2. c\n3. d'],
    ['a bold word at the start of an item', '- **Env** a\n- b', '* *Env* a\n* b'],
    ['a bold word with a colon', '**Host:** a', '*Host:* a'],
    ['a line right behind a list', '- a\nb\n- c', '* a\n\nb\n\n* c'],
  ])('takes %s', (_, markdown, expected) => {
    expect(wiki(markdown)).toBe(expected);
  });

  it.each([
    ['[x](javascript:alert(1))', 'x'],
    ['[x](JaVaScRiPt:alert(1))', 'x'],
    ['[x](data:text/html;base64,AAAA)', 'x'],
    ['[x](vbscript:x)', 'x'],
    ['[x](file:///etc/passwd)', 'x'],
    ['[x](&#106;avascript:alert(1))', 'x'],
    ['![x](javascript:alert(1))', 'x'],
    ['[~admin] {adf} {panel}', '\\[\\~admin\\] \\{adf\\} \\{panel\\}'],
    ['<adf>{"type":"mention"}</adf>', '<adf>\\{"type":"mention"\\}</adf>'],
  ])('makes nothing that acts of %s', (markdown, expected) => {
    expect(wiki(markdown, console_)).toBe(expected);
  });

  it.each([
    [
      '[logs](/logIndi/log/all?time=1,2&tags={host:web 01,service:mysql})',
      'https://console.guance.com/logIndi/log/all?time=1,2&tags=%7Bhost:web%2001,service:mysql%7D',
    ],
    ['[logs](https://other.guance.com/log?q={a:b c})', 'https://other.guance.com/log?q=%7Ba:b%20c%7D'],
    ['[logs](//evil.example/x)', 'https://evil.example/x'],
    ['[logs](/a "title")', 'https://console.guance.com/a'],
  ])('resolves %s', (markdown, url) => {
    expect(wiki(markdown, console_)).toBe(`[logs|${url}]`);
  });

  it('leaves the text of a relative link where the console is not known', () => {
    expect(wiki('[logs](/log)')).toBe('logs');
  });

  it('leaves code alone that looks like a link with spaces', () => {
    expect(wiki('`[a](/b c)`\n\n```\n[a](/b c)\n```')).toContain('\n[a](/b c)\n');
    expect(wiki('`[a](/b c)`')).toBe('{{\\[a\\]\\(/b c\\)}}');
  });

  it('drops control characters and halves of surrogate pairs', () => {
    expect(wiki('a\u0000b\u0007c\u007Fd\uD800e\uDC00f\u{1F600}')).toBe('abcdef\u{1F600}');
  });

  it('cuts what is too long to show', () => {
    const root = parseMarkdown(`${'a'.repeat(39_990)} ${'👨‍👩‍👧'.repeat(1_000)}`);
    const { text } = readTree(JSON.parse(JSON.stringify(writeAdf(root, { maxUnits: 1_000_000 }))));
    expect(text.length).toBeLessThanOrEqual(40_000);
    expect(text).toMatch(/a (👨‍👩‍👧)*…$/u);
  });

  it.each([
    ['quotes', '>'.repeat(100_000)],
    ['brackets', '['.repeat(100_000)],
    ['image starts', '!['.repeat(50_000)],
    ['images', `${'!['.repeat(10_000)}a${'](b)'.repeat(10_000)}`],
    ['lists', '1. '.repeat(30_000)],
    ['emphasis', `${'*a '.repeat(10_000)}${'a* '.repeat(10_000)}`],
    ['stars', `${'*'.repeat(20_000)}a${'*'.repeat(20_000)}`],
    ['tildes', '~~a'.repeat(30_000)],
    ['a wide table', `${'|a'.repeat(10_000)}\n${'|-'.repeat(10_000)}`],
    ['short lines', '- a\n'.repeat(30_000)],
    ['quotes in many lines', Array.from({ length: 300 }, (_, index) => '>'.repeat(index)).join('\n')],
    ['indented lists', Array.from({ length: 280 }, (_, index) => `${' '.repeat(index)}- a`).join('\n')],
    ['link starts', '](/ '.repeat(20_000)],
    ['words after an open bracket', `[${'\\\\!a'.repeat(13_000)}`],
    ['backticks', '`[](/'.repeat(10_000)],
  ])('survives a hundred kilobytes of nested %s', (_, text) => {
    const root = resolveLinks(parseMarkdown(text), console_);
    expect(adfFault(writeAdf(root))).toBeNull();
    expect(writeWiki(root).length).toBeLessThanOrEqual(30_000);
  });
});
