/** What goes wrong on the way back (`--group back`) beside lost, late and repeated webhooks and answers. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Fault, Run } from './fault.ts';

export const backFaults: readonly Fault[] = [
  {
    name: 'guance-killed',
    about: 'nobody listens at Guance for a while; what is under way breaks',
    group: 'back',
    times: [1, 3],
    run: async (run) => {
      const { gate, onlookers } = worldOf(run);
      const ms = run.random.between(500, 2500);
      // While it carries something out, as a rule: what it was asked is done, and nobody is told.
      await onlookers().nextRequest(NEXT_REQUEST_WITHIN_MS);
      run.log.note(`Guance is gone for ${ms} ms`);
      await gate.shut();
      await pause(ms);
      await gate.open();
      run.log.note('Guance is back');
    },
  },
  {
    name: 'guance-key',
    about: 'the key of Guance is refused a few times',
    group: 'back',
    times: [1, 1],
    run: async (run) => void worldOf(run).guance.control.fault({ path: 'any', times: 2, action: { refuse: 'key' } }),
  },
  {
    name: 'bulk-edit',
    about: 'a person closes all issues at once',
    group: 'back',
    times: [1, 2],
    run: async (run) =>
      worldOf(run)
        .people()
        .closeAll(run.random.pick([null, "Won't Do"])),
  },
  {
    name: 'back-poll',
    about: 'workers ask Jira what people changed, beside its webhooks',
    group: 'back',
    needs: { workerEnv: { BACK_POLL: '2s' } },
  },
  {
    name: 'webhooks-off',
    about: 'no webhook of Jira tells anything: workers ask it',
    group: 'back',
    needs: { workerEnv: { BACK_POLL: '2s' }, settings: { webhooks: [] } },
  },
  {
    name: 'catch-up',
    about: 'alerts that Guance sent to nobody are taken from its list of open faults',
    group: 'back',
    needs: { workerEnv: { CATCH_UP_EVERY: '15s' }, catchUp: true },
  },
];

const NEXT_REQUEST_WITHIN_MS = 4000;

function worldOf({ back }: Run) {
  if (back === null) throw new Error('a fault of the way back without one');
  return back;
}
