import { kinds } from '../openapi/route-table.ts';
import { type FaultAction, FaultRule, type FaultRuleInput, type QueuedFault } from './rule.ts';

/** Rules in the order in which they were added; the first that fits and has turns left takes the request. */
export class FaultQueue {
  #rules: QueuedFault[] = [];
  #lastId = 0;

  /** Throws a ZodError or SyntaxError where the rule is malformed. */
  add(input: FaultRuleInput): QueuedFault {
    const rule = FaultRule.parse(input);
    if (!isKind(rule.path)) new RegExp(rule.path);
    this.#lastId += 1;
    const queued = { ...rule, id: this.#lastId };
    this.#rules.push(queued);
    return queued;
  }

  take(kind: string, path: string): FaultAction | undefined {
    for (const rule of this.#rules) {
      const fits = rule.path === 'any' || (isKind(rule.path) ? rule.path === kind : new RegExp(rule.path).test(path));
      if (!fits) continue;
      if (rule.skip > 0) {
        rule.skip -= 1;
        continue;
      }
      if (rule.times !== 'forever') {
        rule.times -= 1;
        if (rule.times === 0) this.#rules = this.#rules.filter((one) => one !== rule);
      }
      return rule.action;
    }
    return undefined;
  }

  list(): QueuedFault[] {
    return this.#rules.map((rule) => ({ ...rule }));
  }

  clear(): void {
    this.#rules = [];
  }
}

function isKind(path: string): boolean {
  return kinds.some((kind) => kind === path);
}
