import type { Category } from './options.ts';

export type Words = { en: string; zh: string };
/** `key` is what an issue keeps: for the three that are always there the key of their category, for others their name. */
export type Status = { key: string; id: string; name: Words; category: Category };

export const categories: Record<Category, { id: number; color: string; name: Words }> = {
  new: { id: 2, color: 'blue-gray', name: { en: 'To Do', zh: '待办' } },
  indeterminate: { id: 4, color: 'yellow', name: { en: 'In Progress', zh: '正在进行' } },
  done: { id: 3, color: 'green', name: { en: 'Done', zh: '完成' } },
};

/** The statuses of a site. Jira's are global: a workflow takes those that it names. */
export class Statuses {
  readonly #byKey = new Map<string, Status>(
    [
      { key: 'new', id: '10000', name: { en: 'To Do', zh: '待办' }, category: 'new' as const },
      { key: 'indeterminate', id: '3', name: { en: 'In Progress', zh: '处理中' }, category: 'indeterminate' as const },
      { key: 'done', id: '10001', name: { en: 'Done', zh: '已完成' }, category: 'done' as const },
    ].map((status) => [status.key, status]),
  );

  /** The status of that name, made where there is none. One name has one category on a site. */
  named(name: string, category: Category): Status {
    const known = this.find(name);
    if (known !== undefined) {
      if (known.category !== category) throw new Error(`status ${name} is ${known.category} already`);
      return known;
    }
    const status = { key: name, id: String(10_099 + this.#byKey.size), name: { en: name, zh: name }, category };
    this.#byKey.set(name, status);
    return status;
  }

  /** By id, key or name, in either language and any case. */
  find(name: string): Status | undefined {
    const wanted = name.toLowerCase();
    return [...this.#byKey.values()].find(({ id, key, name: words }) =>
      [id, key.toLowerCase(), words.en.toLowerCase(), words.zh].includes(wanted),
    );
  }

  /** A status that is gone (its workflow was in an older site file) is shown by its key, as new. */
  of(key: string): Status {
    return this.#byKey.get(key) ?? { key, id: '0', name: { en: key, zh: key }, category: 'new' };
  }

  all(): Status[] {
    return [...this.#byKey.values()];
  }
}
