export type { GuanceControl } from './control/control.ts';
export type { FaultRuleInput } from './faults/rule.ts';
export type { LoggedRequest } from './openapi/request-log.ts';
export type { SandboxOptionsInput as GuanceSandboxOptions } from './options.ts';
export { type GuanceSandbox, startGuanceSandbox } from './start.ts';
