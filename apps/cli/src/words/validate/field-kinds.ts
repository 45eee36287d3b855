/** What a field wants whose value can be wrong by itself. */
import type { FieldKind } from '@guance-jira/jira';
import { inBoth } from '../in-both.ts';
import { KIND_WORDS } from './kind-words.ts';

export const fieldWords = inBoth({
  en: {
    fieldAmbiguous: (name: string, ids: string) => ({
      text: `several fields are named "${name}": issues are created without it`,
      todo: `write one of the ids: ${ids}`,
    }),
    fieldOwn: (name: string, own: string) => ({
      text: `"${name}" is set by the key "${own}" of the route: the value under fields is not sent`,
      todo: `write it as ${own}: … in the route`,
    }),
    requiredOffScreen: (field: string) => ({
      text: `${field} is not on the create screen, and the route creates no issue without it`,
      todo: 'put the field on the create screen, correct its name, or remove it from required (a security level: from fields)',
    }),
    valueObject: (field: string, keys: string) => ({
      text: `${field} does not take a value with ${keys} in it: Jira would refuse every issue of the route`,
      todo: 'write the name itself, or { template: …, allow: [ … ], else: … } if the event chooses',
    }),
    namedUnknown: (by: string, name: string) => ({
      text: `${by}: Jira does not know ${name}, or does not show it to this account`,
      todo: 'write it as in Jira: people as under assignee, groups and roles by name, case-sensitive',
    }),
    namedUntold: (by: string, name: string) => `${by}: Jira does not say whether ${name} exists`,
    internalOpen: (project: string) => ({
      text: `comments are not internal in ${project}, which is not a Jira Service Management project: everyone who can see the issue can read them`,
      todo: 'write comments: { visibility: { role: … } } or { group: … }, or remove internal from the route',
    }),
    valueUnfit: (field: string, value: string, kind: FieldKind, required: boolean) => ({
      text: `${field} wants ${KIND_WORDS[kind]?.en.wants ?? kind}, not ${value}: ${required ? 'it is required, so no issue is created' : 'issues are created without it'}`,
      todo: 'docs/guide/fields.md says what to write for each kind of field',
    }),
  },
  zh: {
    fieldAmbiguous: (name, ids) => ({
      text: `有多个字段名叫“${name}”：建单时省略`,
      todo: `请改写 ID，可用：${ids}`,
    }),
    fieldOwn: (name, own) => ({
      text: `“${name}”由路由的 ${own} 设置：fields 里写的不会发送`,
      todo: `请改写在路由的 ${own} 里`,
    }),
    requiredOffScreen: (field) => ({
      text: `${field} 不在创建界面上，而路由缺了它就不建单`,
      todo: '请把字段加到创建界面、更正名称，或从 required 中删去（安全级别：从 fields 中删去）',
    }),
    valueObject: (field, keys) => ({
      text: `${field} 的值里不能有 ${keys}：Jira 会拒绝该路由的每一张单`,
      todo: '请直接写名称；由事件决定时写 { template: …, allow: [ … ], else: … }',
    }),
    namedUnknown: (by, name) => ({
      text: `${by}：Jira 没有 ${name}，或不让此账号看到`,
      todo: '请按 Jira 中的写法填写：人员同 assignee，用户组和角色写名称，区分大小写',
    }),
    namedUntold: (by, name) => `${by}：Jira 未说明是否有 ${name}`,
    internalOpen: (project) => ({
      text: `${project} 不是 Jira Service Management 项目，评论在其中不是内部评论：能看到单子的人都能看到`,
      todo: '请写 comments: { visibility: { role: … } } 或 { group: … }，或从路由中删去 internal',
    }),
    valueUnfit: (field, value, kind, required) => ({
      text: `${field} 要求${KIND_WORDS[kind]?.zh.wants ?? kind}，${value} 不合要求：${required ? '该字段必填，因此建不了单' : '建单时省略'}`,
      todo: '各类字段的写法见 docs/guide/fields.zh-CN.md',
    }),
  },
});
