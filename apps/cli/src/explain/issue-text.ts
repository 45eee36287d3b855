/** The issue as a person would read it: no request, no markup. */
import type { IssueDraft } from '@guance-jira/mapping';
import { columns, indent, type Look } from '../command-line/format.ts';
import type { Words } from '../words/words.ts';

/** Of Markdown as mapping builds it, as far as it is read here. */
interface Block {
  readonly type: string;
  readonly children?: readonly Block[];
  readonly value?: string;
  readonly alt?: string | null;
}

export function issueText(draft: IssueDraft, { explain: says }: Words, look: Look): string {
  const { project, issueType, summary, priority, assignee, labels, fields } = draft;
  const rows = [
    [says.issuePriority, priority],
    [says.issueAssignee, assignee.kind === 'person' ? assignee.id : null],
    [says.issueLabels, labels.length === 0 ? null : labels.join(', ')],
    ...Object.entries(fields).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  ].flatMap(([name, value]) => (name && value ? [[look.faint(name), value]] : []));
  return [
    `${look.faint(`${project} / ${issueType}`)}  ${look.strong(summary)}`,
    ...columns(rows).map((line) => indent(line, 2)),
    '',
    ...((draft.description as Block).children ?? []).flatMap((block) => [indent(blockText(block), 2), '']),
  ]
    .join('\n')
    .trimEnd();
}

function blockText(block: Block): string {
  const { type, children = [] } = block;
  switch (type) {
    case 'blockquote':
      return children.map(blockText).join('\n\n').replaceAll(/^/gm, '│ ');
    case 'list':
      return children
        .map((item) => `- ${indent((item.children ?? []).map(blockText).join('\n'), 2).trimStart()}`)
        .join('\n');
    case 'table':
      return columns(children.map((row) => (row.children ?? []).map(plain))).join('\n');
    case 'thematicBreak':
      return '―――';
    default:
      return plain(block);
  }
}

function plain({ type, children, value, alt }: Block): string {
  if (type === 'break') return '\n';
  return children === undefined ? (value ?? alt ?? '') : children.map(plain).join('');
}
