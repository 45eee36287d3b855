import { inBoth } from './in-both.ts';

/** What validate says about closing an issue. */
export const recoveryWords = inBoth({
  en: {
    recoverNone: 'a comment',
    recoverFine: 'resolution exists',
    resolutionMissing: (name: string, there: string) => ({
      text: `there is no resolution "${name}"`,
      todo: `there are: ${there}`,
    }),
    wontFixMissing: (names: string, there: string) => ({
      text: `none of wontFix exists (${names})`,
      todo: `there are: ${there}`,
    }),
    transitionUnchecked: (names: string) => `${names}: not checked until the first issue`,
    transitionFine: (name: string, key: string) => `${name} (seen on ${key})`,
    transitionInSteps: (name: string, key: string) => `in steps, by ${name} (seen on ${key})`,
    transitionNotSolved: (name: string, key: string) => ({
      text: `a recovery goes by ${name} (seen on ${key}), which does not say "solved": nothing else leads to done`,
      todo: 'add a way to a solved status to the workflow, or name the transition that is meant under recover',
    }),
    closingRequired: (transition: string, field: string) => ({
      text: `${transition} asks for ${field}, so that a recovery could not close the issue`,
      todo: `add to the route, under recover:  fields: { ${JSON.stringify(field)}: … }`,
    }),
    closingUnknown: (transition: string, field: string, there: string) => ({
      text: `${transition} has no field "${field}" on its screen: it is not sent`,
      todo: there === '' ? 'its screen has no further fields' : `its screen has: ${there}`,
    }),
    transitionMissing: (names: string, key: string, offered: string) => ({
      text: `${key} offers none of ${names}: a recovery only comments`,
      todo: `it offers: ${offered === '' ? 'nothing to this account' : offered}`,
    }),
  },
  zh: {
    recoverNone: '评论',
    recoverFine: '解决结果存在',
    resolutionMissing: (name, there) => ({ text: `没有解决结果“${name}”`, todo: `可用：${there}` }),
    wontFixMissing: (names, there) => ({ text: `wontFix 中的解决结果都不存在（${names}）`, todo: `可用：${there}` }),
    transitionUnchecked: (names) => `${names}：有了第一张单才能检查`,
    transitionFine: (name, key) => `${name}（见 ${key}）`,
    transitionInSteps: (name, key) => `分步，先 ${name}（见 ${key}）`,
    transitionNotSolved: (name, key) => ({
      text: `恢复时只能走 ${name}（见 ${key}），它并不表示“已解决”：没有别的流转通向完成`,
      todo: '请在工作流中加一条通向已解决状态的流转，或在 recover 中写明要走的流转',
    }),
    closingRequired: (transition, field) => ({
      text: `${transition} 要求填写 ${field}，否则恢复时无法关单`,
      todo: `请在该路由的 recover: 下加上  fields: { ${JSON.stringify(field)}: … }`,
    }),
    closingUnknown: (transition, field, there) => ({
      text: `${transition} 的界面上没有字段“${field}”：不会发送`,
      todo: there === '' ? '该界面没有其他字段' : `该界面有：${there}`,
    }),
    transitionMissing: (names, key, offered) => ({
      text: `${key} 不提供 ${names}：恢复时只添加评论`,
      todo: `可用：${offered === '' ? '此账号没有可用的转换' : offered}`,
    }),
  },
});
