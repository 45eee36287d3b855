import type { TransitionOptions, WorkflowOptions } from './options.ts';
import { findResolution } from './resolutions.ts';
import type { Status, Statuses, Words } from './statuses.ts';

/** What stands on the screen of a transition: field id → whether it is asked for. */
export type ScreenFields = ReadonlyMap<string, { required: boolean }>;
export type Transition = {
  id: string;
  name: Words;
  to: Status;
  /** undefined: no screen. */
  screen: ScreenFields | undefined;
  /** Whether the metadata of the screen names the comment. */
  listsComment: boolean;
  /** What a post function sets where the request does not; null clears; undefined leaves it. */
  resolutionId: string | null | undefined;
  isGlobal: boolean;
};
export type Workflow = { start: Status; statuses: Status[]; from: ReadonlyMap<string, Transition[]> };

/** Which way the built-in workflows lead to Done and back, and what they do about the resolution. */
export type BuiltIn = {
  shape: 'simple' | 'steps' | 'locked';
  resolution: 'automatic' | 'optional' | 'required' | 'none';
};

/** Compiles a workflow of a file. Throws an Error where a status has another category on this site. */
export function workflowFrom(options: WorkflowOptions, statuses: Statuses): Workflow {
  const own = Object.entries(options.statuses).map(([name, category]) => statuses.named(name, category));
  const status = (name: string) => statuses.named(name, options.statuses[name] ?? 'new');
  const compile = (transition: TransitionOptions, from: Status, isGlobal: boolean): Transition => {
    const to = status(transition.to);
    const { id, name, listsComment } = transition;
    const words = { en: name, zh: name };
    const resolutionId = afterwards(transition, from, to);
    return { id, name: words, to, screen: screenFrom(transition), listsComment, resolutionId, isGlobal };
  };
  const from = Object.keys(options.statuses).map((name): [string, Transition[]] => {
    const here = status(name);
    const global = options.global.filter(({ to }) => status(to) !== here).map((one) => compile(one, here, true));
    return [here.key, [...(options.transitions[name] ?? []).map((one) => compile(one, here, false)), ...global]];
  });
  return { start: status(options.start), statuses: own, from: new Map(from) };
}

/** Three statuses: Start Progress, Done, Reopen. */
export function builtInWorkflow({ shape, resolution }: BuiltIn, statuses: Statuses): Workflow {
  const [todo, doing, done] = [statuses.of('new'), statuses.of('indeterminate'), statuses.of('done')];
  const asks = resolution === 'optional' || resolution === 'required';
  const screen = asks ? new Map([['resolution', { required: resolution === 'required' }]]) : undefined;
  const base = { isGlobal: false, listsComment: false, screen: undefined, resolutionId: null };
  const start = { ...base, id: '11', to: doing, name: { en: 'Start Progress', zh: '开始处理' } };
  const close = {
    ...{ ...base, id: '31', to: done, name: { en: 'Done', zh: '完成' }, screen },
    resolutionId: resolution === 'automatic' ? '10000' : null,
  };
  const reopen = { ...base, id: '41', to: todo, name: { en: 'Reopen', zh: '重新打开' } };
  const from = new Map([
    ['new', shape === 'steps' ? [start] : [start, close]],
    ['indeterminate', [close]],
    ['done', shape === 'locked' ? [] : [reopen]],
  ]);
  return { start: todo, statuses: [todo, doing, done], from };
}

function screenFrom({ screen, fields }: TransitionOptions): ScreenFields | undefined {
  if (!screen) return undefined;
  if (fields === undefined) return new Map([['resolution', { required: false }]]);
  return new Map(Object.entries(fields).map(([id, { required = false }]) => [id, { required }]));
}

function afterwards({ resolution, keepResolution }: TransitionOptions, from: Status, to: Status) {
  if (resolution !== undefined) {
    const found = findResolution(resolution);
    if (found === undefined) throw new Error(`no resolution ${resolution}`);
    return found.id;
  }
  return from.category === 'done' && to.category !== 'done' && !keepResolution ? null : undefined;
}
