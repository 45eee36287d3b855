import { type FaultAction, FaultRule, type FaultRuleInput, kinds } from './rule.ts';

export type QueuedFault = FaultRule & { id: number; hits: number };
export type FaultSubject = { method: string; path: string; kind: string; body: string };

/** Rules in the order they were added; the first that fits and has turns left takes the request. */
export class FaultQueue {
  #rules: QueuedFault[] = [];
  #lastId = 0;
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Throws a ZodError or SyntaxError where the rule is malformed. */
  add(input: FaultRuleInput): QueuedFault {
    const rule = FaultRule.parse(input);
    if (rule.path !== undefined && !isKind(rule.path)) new RegExp(rule.path);
    if (rule.body !== undefined) new RegExp(rule.body);
    this.#lastId += 1;
    const queued = { ...rule, id: this.#lastId, hits: 0 };
    this.#rules.push(queued);
    return queued;
  }

  take(subject: FaultSubject): { id: number; action: FaultAction; made: FaultRule['made'] } | undefined {
    for (const rule of this.#rules) {
      if (!fits(rule, subject)) continue;
      if (rule.skip > 0) {
        rule.skip -= 1;
        continue;
      }
      if (rule.probability < 1 && this.#random() >= rule.probability) continue;
      rule.hits += 1;
      if (rule.times !== 'forever' && rule.hits >= rule.times) this.remove(rule.id);
      return { id: rule.id, action: rule.action, made: rule.made };
    }
    return undefined;
  }

  remove(id: number): boolean {
    const before = this.#rules.length;
    this.#rules = this.#rules.filter((rule) => rule.id !== id);
    return this.#rules.length < before;
  }

  list(): QueuedFault[] {
    return this.#rules.map((rule) => ({ ...rule }));
  }

  clear(): void {
    this.#rules = [];
  }
}

function fits(rule: FaultRule, subject: FaultSubject): boolean {
  if (rule.method !== undefined && rule.method.toUpperCase() !== subject.method) return false;
  if (rule.body !== undefined && !new RegExp(rule.body).test(subject.body)) return false;
  if (rule.path === undefined || rule.path === 'any') return true;
  return isKind(rule.path) ? rule.path === subject.kind : new RegExp(rule.path).test(subject.path);
}

function isKind(path: string): boolean {
  return kinds.some((kind) => kind === path);
}
