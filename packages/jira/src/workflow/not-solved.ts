/** Pure: what says that work ended otherwise than solved. Jira counts cancelled, rejected and duplicate as done too. */
import type { Transition } from '../tracker/records/transitions.ts';

/**
 * Names of transitions, statuses and resolutions, in English and Chinese. An administrator decides what they are called and in which
 * order they come, so their words are all there is to go by.
 */
const NOT_SOLVED = new RegExp(
  [
    // Whatever their ending is: cancel, canceled, cancelled, cancellation.
    '(?<![a-z])(?:cancel|reject|declin|duplicat|den(?:y|ied)|invalid|abandon|discard|withdr[ae]w|obsolete|abort)',
    "(?<![a-z])(?:won['’]?t|will not|cannot|can['’]?t|unable to|false (?:alarm|positive)|incomplete|by design)(?![a-z])",
    '(?<![a-z])(?:not (?:an? )?(?:bug|issue|defect|done|fixed|needed|required)|drop(?:ped)?|ignored?)(?![a-z])',
    '取消|拒[绝絕]|[驳駁]回|重[复複]|不予|不会?(?:修复|处理|解决|做)|[无無](?:需|法|效)|作[废廢]|[废放][弃棄]|撤[销回銷]',
    '[误誤][报報]|忽略|非(?:缺陷|问题|故障)',
  ].join('|'),
  'i',
);

/** @param wontFix what the route names besides */
export function meansNotSolved(name: string, wontFix: readonly string[] = []): boolean {
  return NOT_SOLVED.test(name) || wontFix.some((one) => plain(one) === plain(name));
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
