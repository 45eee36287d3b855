/** What Jira would refuse: a field that is not on the screen, and text that is too long or has the wrong shape. */
import { type SandboxIssue, sampleEvent } from '../harness/index.ts';
import { SCREEN } from './lab.ts';
import type { Found, Lab, Scenario } from './scenario.ts';

const SENTENCE = '磁盘使用率已连续五分钟超过阈值，请登录控制台确认实例状态。';

export const contents: readonly Scenario[] = [
  { name: 'priority_not_on_screen', run: (lab) => withoutField(lab, 'priority') },
  { name: 'labels_not_on_screen', run: (lab) => withoutField(lab, 'labels') },
  {
    name: 'summary_300_newline',
    run: (lab) => {
      const title = `${'磁盘使用率过高 '.repeat(20)}\n${'the disk is full '.repeat(20)}`.slice(0, 300);
      return withEvent(lab, { df_title: title }, ({ summary }) =>
        String(summary).length > 200 && !String(summary).includes('\n') ? undefined : 'summary cut too short',
      );
    },
  },
  {
    name: 'description_40k',
    run: (lab) => withEvent(lab, { df_message: 'the disk of the host is full\n\n'.repeat(1380) }, longEnough(15_000)),
  },
  {
    // jiralert makes this issue, too, but cuts it by bytes to a third.
    name: 'description_33k_cjk',
    run: (lab) =>
      withEvent(lab, { df_message: SENTENCE.repeat(Math.ceil(33_000 / SENTENCE.length)) }, longEnough(25_000)),
  },
  {
    name: 'label_with_space',
    run: (lab) =>
      withEvent(lab, { df_workspace_name: 'my work space' }, ({ labels }) =>
        JSON.stringify(labels).includes('my-work-space') ? undefined : 'label lost',
      ),
  },
];

async function withoutField(lab: Lab, field: string): Promise<Found> {
  await lab.settings({ projects: { OPS: { screenFields: SCREEN.filter((name) => name !== field) } } });
  return withEvent(lab, { df_title: `${field}_not_on_screen` }, () => undefined);
}

async function withEvent(
  lab: Lab,
  changes: Record<string, unknown>,
  fault: (issue: SandboxIssue) => string | undefined,
): Promise<Found> {
  const event = sampleEvent(changes);
  await lab.send(event);
  return lab.expectOne(event, fault);
}

/** Enough of the text must be left. In ADF each paragraph has its price, so short ones are cut earlier. */
function longEnough(units: number): (issue: SandboxIssue) => string | undefined {
  return ({ description }) => {
    const length = JSON.stringify(description ?? '').length;
    return length >= units ? undefined : `cut to ${length}`;
  };
}
