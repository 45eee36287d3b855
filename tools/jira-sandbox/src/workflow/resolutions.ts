import type { Words } from './statuses.ts';

export const resolutions: { id: string; name: Words }[] = [
  { id: '10000', name: { en: 'Done', zh: '完成' } },
  { id: '10001', name: { en: "Won't Do", zh: '不予处理' } },
  { id: '10002', name: { en: 'Duplicate', zh: '重复' } },
  { id: '10003', name: { en: "Won't Fix", zh: '不予修复' } },
  { id: '10004', name: { en: 'Cannot Reproduce', zh: '无法重现' } },
];

/** By id or name, in either language and any case. */
export function findResolution(name: string) {
  const wanted = name.toLowerCase();
  return resolutions.find(({ id, name: words }) => [id, words.en.toLowerCase(), words.zh].includes(wanted));
}
