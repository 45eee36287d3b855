export type { PersonEdit } from './control/person.ts';
export type { SettingsPatch } from './control/settings.ts';
export type { FaultActionInput, FaultRuleInput } from './faults/rule.ts';
export type { LoggedRequest } from './http/request-log.ts';
export type { SandboxOptionsInput as SandboxOptions } from './options.ts';
export { readSite, type Site, sampleSite } from './site/site.ts';
export { type JiraSandbox, type SandboxControl, type SandboxDeps, startJiraSandbox } from './start.ts';
export type { Issue as SandboxIssue } from './state/model.ts';
export type { SandboxState } from './state/state.ts';
