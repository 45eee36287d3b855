/** The table of the guide to fields: what to write for each kind, and what is sent. */
import { FIELD_EXAMPLES, type FieldExample } from '../../../packages/jira/src/testing/field-examples.ts';

type Language = 'en' | 'zh';

const WORDS = {
  en: { head: ['kind of field', 'what to write', 'what is sent'], comma: ', ', both: ['Cloud', 'Data Center'] },
  zh: { head: ['字段类型', '写法', '实际发送'], comma: '、', both: ['Cloud', 'Data Center'] },
} as const;

export function renderFieldKinds(language: Language): string {
  const { head } = WORDS[language];
  const rows = FIELD_EXAMPLES.map((example) => rowOf(example, language));
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function rowOf({ kind, write, sent, datacenter, note }: FieldExample, language: Language): string[] {
  const { comma, both } = WORDS[language];
  const shown = datacenter === undefined ? code(sent) : `${both[0]}: ${code(sent)}<br>${both[1]}: ${code(datacenter)}`;
  const said = note === undefined ? '' : `<br>${note[language]}`;
  return [kind[language], write.map(inCode).join(comma) + said, shown];
}

function code(value: unknown): string {
  return inCode(JSON.stringify(value));
}

function inCode(text: string): string {
  return `\`${text.replaceAll('|', '\\|')}\``;
}
