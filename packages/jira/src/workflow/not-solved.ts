/** Pure: what says that work ended otherwise than solved. Jira counts cancelled, rejected and duplicate as done too. */
import type { Transition } from '../tracker/records/transitions.ts';

/** What a name says that it is not. */
const NO_FAULT =
  'bug|issue|defect|done|fixed|needed|required|planned|reproducible|applicable|approved|accepted|resolved|solved|feasible';

/**
 * Names of transitions, statuses and resolutions, in English and Chinese. An administrator decides what they are called and in which
 * order they come, so their words are all there is to go by.
 */
const NOT_SOLVED = new RegExp(
  [
    // Whatever their ending is: cancel, canceled, cancelled, cancellation.
    '(?<![a-z])(?:cancel|reject|declin|duplicat|den(?:y|ied)(?![a-z])|invalid|abandon|discard|withdr[ae]w|obsolete|abort)',
    '(?<![a-z])(?:dismiss|revok|annul|supersed|terminat|expir|defer|postpon|disapprov|unresolv|unsolv|scrap)',
    "(?<![a-z])(?:won['’]?t(?: ?(?:fix|do))?|will not|can ?not|can['’]?t|unable to|incomplete|by design)(?![a-z])",
    '(?<![a-z])(?:dup|dupe|spam|void(?:ed)?|skip(?:ped)?|fail(?:ed|ure)?|trash(?:ed)?|deleted?|drop(?:ped)?|ignored?)(?![a-z])',
    `(?<![a-z])(?:not|non) (?:an? )?(?:${NO_FAULT})(?![a-z])`,
    '(?<![a-z])(?:no (?:fix|action|longer)|without (?:a )?fix|works (?:for me|as)|out of scope|n/a)(?![a-z])',
    '(?<![a-z])false (?:alarm|alert|positive)(?![a-z])',
    '取消|拒[绝絕]|[驳駁打退]回|重[复複覆]|不予|不会?(?:修|处理|解决|做)|不(?:采纳|通过|受理|成立)|[无無不](?:需|须|法|效)',
    '不是?(?:缺陷|问题|故障)|不[能可][重复]现|未(?:修复|处理|解决)|作[废廢]|[废放][弃棄]|撤[销回銷单]|[终中]止|延期|推[迟遲]',
    '[误誤][报報]|忽略|非(?:缺陷|问题|故障)',
  ].join('|'),
  'i',
);

/** @param wontFix what the route names besides */
export function meansNotSolved(name: string, wontFix: readonly string[] = []): boolean {
  return NOT_SOLVED.test(name.replaceAll(/[-_\s]+/g, ' ')) || wontFix.some((one) => plain(one) === plain(name));
}

/** By its own name, by the status that it leads to, or since each resolution that its screen insists on says so. */
export function endsUnsolved({ name, to, resolution }: Transition, wontFix: readonly string[] = []): boolean {
  if (meansNotSolved(name, wontFix) || meansNotSolved(to.name, wontFix)) return true;
  if (!resolution?.required || resolution.allowed.length === 0) return false;
  return resolution.allowed.every((one) => meansNotSolved(one, wontFix));
}

/** As names are compared. */
export function plain(text: string): string {
  return text.trim().toLowerCase();
}
