import type { Issue, Project, StatusKey } from '../state/model.ts';

type Words = { en: string; zh: string };
export type Language = 'en' | 'zh';
export type Transition = { id: string; from: StatusKey[]; to: StatusKey; name: Words };

export const statuses: {
  key: StatusKey;
  id: string;
  name: Words;
  category: { id: number; color: string; name: Words };
}[] = [
  {
    key: 'new',
    id: '10000',
    name: { en: 'To Do', zh: '待办' },
    category: { id: 2, color: 'blue-gray', name: { en: 'To Do', zh: '待办' } },
  },
  {
    key: 'indeterminate',
    id: '3',
    name: { en: 'In Progress', zh: '处理中' },
    category: { id: 4, color: 'yellow', name: { en: 'In Progress', zh: '正在进行' } },
  },
  {
    key: 'done',
    id: '10001',
    name: { en: 'Done', zh: '已完成' },
    category: { id: 3, color: 'green', name: { en: 'Done', zh: '完成' } },
  },
];

export const resolutions: { id: string; name: Words }[] = [
  { id: '10000', name: { en: 'Done', zh: '完成' } },
  { id: '10001', name: { en: "Won't Do", zh: '不予处理' } },
  { id: '10002', name: { en: 'Duplicate', zh: '重复' } },
  { id: '10003', name: { en: "Won't Fix", zh: '不予修复' } },
  { id: '10004', name: { en: 'Cannot Reproduce', zh: '无法重现' } },
];

/** What can be done with the issue now. */
export function transitionsFor(project: Project, issue: Issue): Transition[] {
  return transitionsOf(project).filter((transition) => transition.from.includes(issue.status));
}

export function statusOf(key: StatusKey) {
  const found = statuses.find((status) => status.key === key);
  if (found === undefined) throw new Error(`no status ${key}`);
  return found;
}

export function findStatus(name: string) {
  return statuses.find((status) => [status.id, status.key, ...names(status.name)].includes(name.toLowerCase()));
}

export function findResolution(name: string) {
  return resolutions.find((resolution) => [resolution.id, ...names(resolution.name)].includes(name.toLowerCase()));
}

/** The transition field that asks for the resolution: on the screen of the way to Done, where the project has it. */
export function asksResolution(project: Project, transition: Transition): boolean {
  return transition.to === 'done' && (project.resolution === 'optional' || project.resolution === 'required');
}

function transitionsOf(project: Project): Transition[] {
  const start: Transition = {
    id: '11',
    from: ['new'],
    to: 'indeterminate',
    name: { en: 'Start Progress', zh: '开始处理' },
  };
  const from: StatusKey[] = project.workflow === 'steps' ? ['indeterminate'] : ['new', 'indeterminate'];
  const done: Transition = { id: '31', from, to: 'done', name: { en: 'Done', zh: '完成' } };
  const reopen: Transition = { id: '41', from: ['done'], to: 'new', name: { en: 'Reopen', zh: '重新打开' } };
  return project.workflow === 'locked' ? [start, done] : [start, done, reopen];
}

function names(words: Words): string[] {
  return [words.en.toLowerCase(), words.zh.toLowerCase()];
}
