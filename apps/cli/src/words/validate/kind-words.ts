/** What people call a kind of field whose value can be wrong by itself. */
import type { FieldKind } from '@guance-jira/jira';

interface KindWords {
  /** "… wants this". */
  readonly wants: string;
  /** "… gives this"; without it, what is not among its choices. */
  readonly instead?: string;
}

/** Null: any text does, or only its choices decide. */
export const KIND_WORDS: Record<FieldKind, { readonly en: KindWords; readonly zh: KindWords } | null> = {
  number: { en: { wants: 'a number', instead: 'not a number' }, zh: { wants: '数字', instead: '不是数字' } },
  text: null,
  textarea: null,
  url: {
    en: { wants: 'an address such as https://example.com, of at most 255 characters', instead: 'not an address' },
    zh: { wants: '不超过 255 个字符的网址，如 https://example.com', instead: '不是网址' },
  },
  date: {
    en: { wants: 'a date or a time', instead: 'neither a date nor a time' },
    zh: { wants: '日期或时间', instead: '不是日期或时间' },
  },
  datetime: { en: { wants: 'a time', instead: 'not a time' }, zh: { wants: '时间', instead: '不是时间' } },
  labels: null,
  texts: null,
  option: { en: { wants: 'one choice' }, zh: { wants: '一个选项' } },
  options: null,
  cascade: null,
  named: { en: { wants: 'one of its names' }, zh: { wants: '一个名称' } },
  nameds: null,
  user: { en: { wants: 'one person' }, zh: { wants: '一个人' } },
  users: null,
  group: { en: { wants: 'one group' }, zh: { wants: '一个用户组' } },
  groups: null,
  sprint: {
    en: { wants: 'the id of a sprint, or the name of an active one', instead: 'not an active sprint' },
    zh: { wants: 'Sprint 的 ID，或进行中的 Sprint 的名称', instead: '不是进行中的 Sprint' },
  },
  organizations: {
    en: { wants: 'ids of organizations', instead: 'not the id of an organization' },
    zh: { wants: '组织的 ID', instead: '不是组织的 ID' },
  },
  issue: null,
  security: null,
  any: null,
};
