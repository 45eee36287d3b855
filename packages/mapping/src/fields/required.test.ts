import { expect, it } from 'vitest';
import { isSecurity, requiredOf } from './required.ts';

it.each([
  [{ fields: { 'Root cause': 'x' } }, []],
  [{ fields: { 'Root cause': 'x', customfield_1: 'y' }, required: ['root cause '] }, ['Root cause']],
  [{ fields: { security: 'Internal' } }, ['security']],
  [{ fields: { 'Security Level': 'Internal', a: 1 }, required: ['a'] }, ['a', 'Security Level']],
  [{ fields: { 安全级别: '{{ tags.level }}' }, required: ['安全级别'] }, ['安全级别']],
  [{}, []],
])('no issue is made by %j without %j', (options, required) => {
  expect(requiredOf(options)).toEqual(required);
});

it.each(['security', 'Security level', ' 安全级别'])('%s is who may read an issue', (key) => {
  expect(isSecurity(key)).toBe(true);
});

it.each(['Security team', 'customfield_10100', '安全负责人'])('%s is a field like any other', (key) => {
  expect(isSecurity(key)).toBe(false);
});
