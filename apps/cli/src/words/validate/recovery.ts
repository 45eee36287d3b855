import { inBoth } from '../in-both.ts';

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
    recoveryUnproven: (from: string, type: string) => ({
      text: `a recovery is not proven from ${from === '' ? 'any status' : from}: there is no issue of type ${type} to show what closing it requires`,
      todo: `put an issue of type ${type} in each of these statuses (anybody's will do), and run validate again`,
    }),
    transitionFine: (from: string, way: string, seen: string) => `from ${from}: ${way} (seen on ${seen})`,
    transitionInSteps: (from: string, way: string, seen: string, to: string) =>
      `from ${from} in several steps: ${way} (seen on ${seen}); no issue is in ${to}, so the rest is not checked`,
    transitionNotSolved: (from: string, way: string, seen: string) => ({
      text: `from ${from}, a recovery uses ${way} (seen on ${seen}), whose name does not mean "solved": nothing else leads to done`,
      todo: 'add a transition to a solved status to the workflow, or name the transition to use under recover',
    }),
    closingRequired: (transition: string, field: string, there: string) => ({
      text: `${transition} requires ${field}, so a recovery could not close the issue`,
      todo:
        field === 'resolution'
          ? 'add to the route, under recover:  resolution: …'
          : `add to the route, under recover:  fields: { ${JSON.stringify(field)}: … }${there === '' ? '' : ` (there are: ${there})`}`,
    }),
    closingAmbiguous: (transition: string, name: string, ids: string) => ({
      text: `${transition} has several fields named "${name}" on its screen: none of them is sent`,
      todo: `write one of the ids: ${ids}`,
    }),
    closingUnfit: (transition: string, field: string, required: boolean, there: string) => ({
      text: `${field} does not accept its value on the screen of ${transition}: ${required ? 'a recovery could not close the issue' : 'it is left out'}`,
      todo: there === '' ? 'docs/guide/fields.md says what to write for each kind of field' : `there are: ${there}`,
    }),
    closingUncertain: (transition: string, field: string, source: string, what: string) =>
      `${transition} requires ${field}, and ${source} ${what}: such a recovery could not close the issue`,
    closingStorm: (transition: string, field: string, source: string) =>
      `${transition} requires ${field}, and a storm's issue has no alert behind it: ${source} is left out there, and the issue stays open`,
    closingUnknown: (transition: string, field: string, there: string) => ({
      text: `${transition} has no field "${field}" on its screen: it is not sent`,
      todo: there === '' ? 'its screen has no further fields' : `its screen has: ${there}`,
    }),
    transitionMissing: (names: string, from: string, key: string, offered: string) => ({
      text: `from ${from}, nothing leads to ${names} (seen on ${key}): a recovery only adds a comment`,
      todo: `it offers: ${offered === '' ? 'nothing to this account' : offered}`,
    }),
  },
  zh: {
    recoverNone: '评论',
    recoverFine: '解决结果存在',
    resolutionMissing: (name, there) => ({ text: `没有解决结果“${name}”`, todo: `可用：${there}` }),
    wontFixMissing: (names, there) => ({ text: `wontFix 中的解决结果都不存在（${names}）`, todo: `可用：${there}` }),
    recoveryUnproven: (from, type) => ({
      text: `从${from === '' ? '任何状态' : `“${from}”`}恢复未经验证：没有处于该状态的“${type}”单子，看不到关单要填什么`,
      todo: `请让每个这样的状态里都有一张“${type}”单子（谁建的都行），再运行 validate`,
    }),
    transitionFine: (from, way, seen) => `从“${from}”：${way}（见 ${seen}）`,
    transitionInSteps: (from, way, seen, to) =>
      `从“${from}”分步：${way}（见 ${seen}）；没有处于“${to}”的单子，后面的无法检查`,
    transitionNotSolved: (from, way, seen) => ({
      text: `从“${from}”恢复时只能走 ${way}（见 ${seen}），它并不表示“已解决”：没有别的流转通向完成`,
      todo: '请在工作流中加一条通向已解决状态的流转，或在 recover 中写明要走的流转',
    }),
    closingRequired: (transition, field, there) => ({
      text: `${transition} 要求填写 ${field}，否则恢复时无法关单`,
      todo:
        field === 'resolution'
          ? '请在该路由的 recover: 下加上  resolution: …'
          : `请在该路由的 recover: 下加上  fields: { ${JSON.stringify(field)}: … }${there === '' ? '' : `（可用：${there}）`}`,
    }),
    closingAmbiguous: (transition, name, ids) => ({
      text: `${transition} 的界面上有多个字段名叫“${name}”：都不会发送`,
      todo: `请改写 ID，可用：${ids}`,
    }),
    closingUnfit: (transition, field, required, there) => ({
      text: `${field} 在 ${transition} 的界面上不接受所写的值：${required ? '恢复时无法关单' : '会省略'}`,
      todo: there === '' ? '各类字段的写法见 docs/guide/fields.zh-CN.md' : `可用：${there}`,
    }),
    closingUncertain: (transition, field, source, what) =>
      `${transition} 要求填写 ${field}，而 ${source} ${what}：这样的恢复无法关单`,
    closingStorm: (transition, field, source) =>
      `${transition} 要求填写 ${field}，而汇总单背后没有告警：${source} 会省略，单子一直开着`,
    closingUnknown: (transition, field, there) => ({
      text: `${transition} 的界面上没有字段“${field}”：不会发送`,
      todo: there === '' ? '该界面没有其他字段' : `该界面有：${there}`,
    }),
    transitionMissing: (names, from, key, offered) => ({
      text: `从“${from}”走不到 ${names}（见 ${key}）：恢复时只添加评论`,
      todo: `可用：${offered === '' ? '此账号没有可用的流转' : offered}`,
    }),
  },
});
