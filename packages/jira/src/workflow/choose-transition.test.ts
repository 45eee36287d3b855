import { describe, expect, it } from 'vitest';
import type { StatusCategory } from '../tracker/records/issues.ts';
import type { Transition } from '../tracker/records/transitions.ts';
import { chooseReopening, chooseTransition, DONE, reached, resolutionFor } from './choose-transition.ts';

const to = (name: string, category: StatusCategory) => ({ name, category });
const way = (id: string, name: string, target: Transition['to'], resolution: Transition['resolution'] = null) => ({
  id,
  name,
  to: target,
  resolution,
});
const start = way('11', 'Start Progress', to('In Progress', 'indeterminate'));
const finish = way('31', 'Finish it', to('已完成', 'done'));
const reject = way('41', 'Reject', to('Rejected', 'done'));
const reopen = way('51', 'Reopen', to('To Do', 'new'));

const done = to('Done', 'done');
const finishInDone = way('32', 'Done', done);
const cancel = way('81', 'Cancel', to('Cancelled', 'done'));
const double = way('71', 'Mark as duplicate', to('Closed', 'done'));
const shut = way('72', 'Close', to('Closed', 'done'));
const asks = (required: boolean, ...allowed: string[]) =>
  way('31', 'End it', to('Ended', 'done'), { required, allowed });

describe('the transition of a recovery', () => {
  const goal = (targets: readonly string[], wontFix: readonly string[] = []) => ({ targets, wontFix });
  const all = [finish.to, done, cancel.to, start.to, reopen.to];
  const at = (visited: string[] = ['To Do'], statuses: readonly Transition['to'][] | null = all, mayStep = true) => ({
    ...{ visited, statuses, mayStep },
  });
  const rows: [says: string, offered: Transition[], targets: readonly string[], id: string | null, final: boolean][] = [
    ['by its name', [start, reject, finish], ['Finish it'], '31', true],
    ['by its name in other letters', [finish], [' FINISH IT '], '31', true],
    ['by the name of the status it leads to', [start, finish], ['已完成'], '31', true],
    ['by its id', [start, reject, finish], ['41'], '41', true],
    ['by the category of the status it leads to', [start, finish, reject], ['category:done'], '31', true],
    ['what is wished first counts, not what is offered first', [finish, reject], ['Reject', 'Finish it'], '41', true],
    ['what is not offered is passed over', [finish], ['Resolve', '已完成'], '31', true],
    ['a step from new work into work, where nothing fits', [reopen, start], ['已完成'], '11', false],
    ['no step where a wish fits', [start, finish], ['已完成'], '31', true],
    ['no step into new work', [reopen], ['已完成'], null, true],
    ['no step towards a status that there is not', [start], ['Verified'], null, true],
    ['no other way to done than the one that is wished', [reject], ['已完成'], null, true],
    ['nothing is offered', [], DONE, null, true],
    ['a step to the first wish before the second at once', [start, finish], ['Done', 'category:done'], '11', false],
    ['the second at once, where the first is nowhere', [start, finish], ['Verified', 'category:done'], '31', true],
    ['a step towards solved before cancelling', [start, cancel], DONE, '11', false],
    ['of two finished states the solved one, whatever is offered first', [cancel, finish], DONE, '31', true],
    ['of two ways into one status the one that is no duplicate', [double, shut], ['Closed'], '72', true],
    ['of two ways by category the one that is no duplicate', [double, finish], DONE, '31', true],
    ['what the rules name, cancelled too', [finish, cancel], ['Cancelled'], '81', true],
    ['what the rules name by the transition, a duplicate too', [finish, double], ['Mark as duplicate'], '71', true],
    [
      'a later wish that says solved before an earlier that does not',
      [double, finish],
      ['Closed', '已完成'],
      '31',
      true,
    ],
    ['cancelling, where nothing else leads to done', [reopen, cancel], DONE, '81', true],
    ['no screen that takes only "not solved"', [asks(true, "Won't Do", 'Duplicate'), finishInDone], DONE, '32', true],
    ['a screen that takes others too', [asks(true, 'Fixed', 'Duplicate'), finishInDone], DONE, '31', true],
  ];

  it.each(rows)('%s', (_says, offered, targets, id, final) => {
    const choice = chooseTransition(offered, goal(targets), at());

    expect(choice && choice !== 'statuses' ? [choice.transition.id, choice.final] : choice).toEqual(
      id === null ? null : [id, final],
    );
  });

  it('takes no step back to where the issue has been', () => {
    expect(chooseTransition([start], goal(['已完成']), at(['To Do', 'In Progress']))).toBeNull();
  });

  it('takes no step where none is left, and then what there is', () => {
    expect(chooseTransition([start, cancel], goal(DONE), at(['To Do'], all, false))).toMatchObject({
      transition: cancel,
    });
  });

  it('asks which statuses there are only where it depends on them', () => {
    const unknown = at(['To Do'], null);

    expect(chooseTransition([start, cancel], goal(DONE), unknown)).toBe('statuses');
    expect(chooseTransition([start, finish], goal(['Done', ...DONE]), unknown)).toBe('statuses');
    expect(chooseTransition([start, finish], goal(DONE), unknown)).toMatchObject({ transition: finish });
    expect(chooseTransition([cancel, finish], goal(['Done', ...DONE]), unknown)).toMatchObject({ transition: finish });
  });

  it('counts what the route calls wontFix among what is not solved', () => {
    const parked = way('91', '搁置', to('搁置', 'done'));

    expect(chooseTransition([parked, finish], goal(DONE), at())).toMatchObject({ transition: parked });
    expect(chooseTransition([parked, finish], goal(DONE, ['搁置']), at())).toMatchObject({ transition: finish });
  });
});

describe('where the wishes lead', () => {
  it.each([
    [to('已完成', 'done'), ['Done', '已完成'], true],
    [to('已完成', 'done'), DONE, true],
    [to('已完成', 'done'), ['Done'], false],
    [to('In Progress', 'indeterminate'), DONE, false],
    [to('', 'undefined'), DONE, false],
  ])('%j with %j: %j', (status, targets, there) => {
    expect(reached(status, targets)).toBe(there);
  });
});

describe('the way back to open work', () => {
  const rows: [says: string, offered: Transition[], id: string | null][] = [
    ['one that says so', [start, reopen], '51'],
    ['one that leads to a status that says so', [start, way('61', 'x', to('Reopened', 'new'))], '61'],
    ['in Chinese', [start, way('61', '重新打开', to('待办', 'new'))], '61'],
    ['new work before work in progress', [start, way('61', 'Back', to('Backlog', 'new'))], '61'],
    ['work in progress, where there is nothing else', [start], '11'],
    ['a status without a category', [way('61', 'Back', to('Odd', 'undefined'))], '61'],
    ['none that stays done', [finish, reject], null],
    ['none that says so and stays done', [way('61', 'Reopen later', to('Parked', 'done'))], null],
    ['nothing is offered', [], null],
  ];

  it.each(rows)('%s', (_says, offered, id) => {
    expect(chooseReopening(offered)?.transition.id ?? null).toBe(id);
  });
});

describe('the resolution that goes along', () => {
  const all = ["Won't Do", 'Duplicate', 'Cannot Reproduce', '重复', '不予处理', 'Fixed', 'Done'];
  type Row = [says: string, Transition, wished: string | null, wontFix: readonly string[], sent: string | null];
  const rows: Row[] = [
    ['none where the screen does not ask', finish, 'Done', [], null],
    ['the wished one', asks(false, ...all), 'Done', [], 'Done'],
    ['as Jira writes it', asks(true, ...all), ' done', [], 'Done'],
    ['none where none is wished and none needed', asks(false, ...all), null, [], null],
    ['where Jira insists, the first that says "solved"', asks(true, ...all), null, [], 'Fixed'],
    ["never one of wontFix, which would close the fault's next round", asks(true, ...all), null, ['fixed'], 'Done'],
    ['where the wished one is unknown and one is needed', asks(true, ...all), '已解决', [], 'Fixed'],
    ['where the wished one is unknown, and none is needed', asks(false, ...all), '已解决', [], 'Fixed'],
    ['none where the wished one is unknown and none is fit', asks(false, 'Duplicate'), 'Done', [], null],
    ['where none is fit', asks(true, 'Duplicate'), null, [], null],
    ['where none is fit, the wished one, so that Jira says why not', asks(true, 'Duplicate'), 'Done', [], 'Done'],
    ['where Jira does not tell which there are, the wished one', asks(false), 'Done', [], 'Done'],
  ];

  it.each(rows)('%s', (_says, transition, wished, wontFix, sent) => {
    expect(resolutionFor(transition, wished, wontFix)).toBe(sent);
  });
});
