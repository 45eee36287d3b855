import { describe, expect, it } from 'vitest';
import { meansNotSolved } from './not-solved.ts';

describe('a name that does not say "solved"', () => {
  it.each([
    ...[
      'Cancel',
      'Canceled',
      'Cancelled',
      'Cancel request',
      'Reject',
      'Rejected',
      'Decline',
      'Declined',
      'Denied',
      'Duplicate',
    ],
    ...[
      'Mark as duplicate',
      'Duplicated',
      "Won't Do",
      'Won’t Fix',
      'Wont fix',
      'Will not do',
      'Cannot Reproduce',
      "Can't fix",
    ],
    ...[
      'Invalid',
      'Abandoned',
      'Discard',
      'Withdrawn',
      'Obsolete',
      'Not a bug',
      'Not an issue',
      'False alarm',
      'Incomplete',
      'Aborted',
    ],
    ...[
      '取消',
      '已取消',
      '拒绝',
      '已驳回',
      '重复',
      '标记为重复',
      '重複',
      '不予处理',
      '不予修复',
      '不修复',
      '无法重现',
      '无效',
      '作废',
      '已撤销',
      '误报',
      '忽略',
    ],
    ...['WONTFIX', 'wontfix', 'WontDo', "Won't-Fix", 'Dupe', 'Closed as dup', 'By-design', 'Works for me', 'No action'],
    ...['Not planned', 'Not Reproducible', 'Not applicable', 'N/A', 'Non-issue', 'Can not reproduce', 'False alert'],
    ...['Unresolved', 'Failed', 'Skipped', 'Superseded', 'Expired', 'Deferred', 'Closed without fix', 'Out of scope'],
    ...[
      "Done (won't fix)",
      '关闭-重复',
      'Rejected by QA',
      '不是问题',
      '不需要处理',
      '不能复现',
      '退回',
      '已终止',
      '未解决',
      '延期处理',
    ],
  ])('%s', (name) => {
    expect(meansNotSolved(name)).toBe(true);
  });
});

describe('a name that says it, or leaves it open', () => {
  it.each([
    ...[
      'Done',
      'Resolved',
      'Resolve this issue',
      'Closed',
      'Close',
      'Fixed',
      'Complete',
      'Completed',
      'Verified',
      'Finish it',
    ],
    ...[
      'Recovered',
      'Validated',
      'Canteen',
      'Known Error',
      'Workaround',
      'Released',
      'Uncancelled',
      'Dropbox synced',
      'Garden',
      'Failover done',
      'Avoided',
      'Notable',
      'Duplex restored',
    ],
    ...['完成', '已完成', '已解决', '关闭', '已关闭', '解决', '修复', '已验证', '重新打开', '已发布', '处理完毕', ''],
  ])('%s', (name) => {
    expect(meansNotSolved(name)).toBe(false);
  });

  it('but for the names of wontFix, in any letters', () => {
    expect([meansNotSolved('Parked', [' parked ']), meansNotSolved('Parked', ['Done'])]).toEqual([true, false]);
  });
});
