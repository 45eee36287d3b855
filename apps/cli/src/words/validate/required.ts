/** What validate says of fields without which there is no issue. */
import type { FieldKind } from '@guance-jira/jira';
import { inBoth } from '../in-both.ts';
import { KIND_WORDS } from './kind-words.ts';

export const requiredWords = inBoth({
  en: {
    requiredUncertain: (field: string, source: string, what: string, then: string) =>
      `${field} is required, and ${source} ${what}: ${then}`,
    requiredEmpty: (field: string, source: string) => ({
      text: `${field} is required, and ${source === '' ? 'the route' : JSON.stringify(source)} produces nothing, whatever is in the alert`,
      todo: 'write a value, or a template that every alert fills',
    }),
    givesNothingWithout: (variables: string) => `produces nothing if an alert has no suitable ${variables}`,
    givesNothingAt: (levels: string) =>
      levels === '' ? 'produces nothing for some alerts' : `produces nothing at ${levels}`,
    mayNotFit: (kind: FieldKind) =>
      `may produce a value that is ${KIND_WORDS[kind]?.en.instead ?? 'not among its choices'}`,
    mayBeNobody: 'may name a person or group that Jira does not know',
    or: ', or ',
    thenFails: 'such an alert fails',
    thenFallback: (project: string, type: string) => `such an alert goes to the fallback (${project} / ${type})`,
    cureDefault: (withDefault: string) => `write ${withDefault}, with a suitable value for alerts that have none`,
    cureEither: (withDefault: string, choosing: string) => `write ${withDefault}, or ${choosing}`,
    cureChoosing: (choosing: string) => `write ${choosing}: else is used if an alert has none of the list`,
    cureKind: (kind: FieldKind, withDefault: string) =>
      `use a field of the alert that fits (${KIND_WORDS[kind]?.en.wants ?? kind}), with a default (${withDefault}), and write a fallback for the rest`,
    cureLevels: 'write a priority for each level, or one for all of them',
  },
  zh: {
    requiredUncertain: (field, source, what, then) => `${field} 必填，而 ${source} ${what}：${then}`,
    requiredEmpty: (field, source) => ({
      text: `${field} 必填，而${source === '' ? '路由' : ` ${JSON.stringify(source)} `}无论什么告警都得不出值`,
      todo: '请写一个值，或每条告警都能填上的模板',
    }),
    givesNothingWithout: (variables) => `在告警没有合适的 ${variables} 时为空`,
    givesNothingAt: (levels) => (levels === '' ? '对有些告警为空' : `在等级为 ${levels} 时为空`),
    mayNotFit: (kind) => `可能${KIND_WORDS[kind]?.zh.instead ?? '不在可选值中'}`,
    mayBeNobody: '可能是 Jira 不认识的人或用户组',
    or: '，或',
    thenFails: '这样的告警建单失败',
    thenFallback: (project, type) => `这样的告警转到 fallback（${project} / ${type}）`,
    cureDefault: (withDefault) => `请写 ${withDefault}，填上告警没有时的值`,
    cureEither: (withDefault, choosing) => `请写 ${withDefault}，或 ${choosing}`,
    cureChoosing: (choosing) => `请写 ${choosing}：告警的值不在列表里时用 else`,
    cureKind: (kind, withDefault) =>
      `请取告警中符合“${KIND_WORDS[kind]?.zh.wants ?? kind}”的字段，加上默认值（${withDefault}），其余的写 fallback 接住`,
    cureLevels: '请为每个等级写优先级，或统一写一个',
  },
});
