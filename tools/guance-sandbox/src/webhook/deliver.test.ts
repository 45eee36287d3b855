import { describe, expect, it } from 'vitest';
import { withSandbox } from '../testing.ts';

describe('the webhook', () => {
  it('gets each event once, and the answer is kept', async () => {
    await withSandbox({}, async ({ sandbox, received }) => {
      const { df_event_id } = sandbox.control.fire('cpu-web-01');
      await sandbox.settled();
      expect(received.map((event) => event.df_event_id)).toEqual([df_event_id]);
      expect(sandbox.control.state().deliveries).toMatchObject([
        { eventId: df_event_id, status: 202, answer: '{"status":"queued"}' },
      ]);
    });
  });

  it('is not tried again after a refusal or without an answer', async () => {
    // Long enough for an answer on a machine that has much else to do.
    await withSandbox({ deliveryTimeoutMs: 2000 }, async ({ sandbox, received, answerWith }) => {
      answerWith(503);
      sandbox.control.fire('cpu-web-01');
      await sandbox.settled();
      answerWith(null);
      sandbox.control.fire('cpu-web-02');
      await sandbox.settled();
      answerWith(202);
      sandbox.control.recover('cpu-web-02');
      await sandbox.settled();
      expect(received.map((event) => event.host)).toEqual(['web-01', 'web-02', 'web-02']);
      expect(sandbox.control.state().deliveries.map(({ status, answer }) => status ?? answer)).toEqual([
        503,
        'timeout',
        202,
      ]);
    });
  });

  it('is turned off after failures without a success between them, until somebody turns it on', async () => {
    await withSandbox({ disableAfterFailures: 2 }, async ({ sandbox, received, answerWith }) => {
      const fire = async (status: number) => {
        answerWith(status);
        sandbox.control.fire('cpu-web-01');
        await sandbox.settled();
        return sandbox.control.state().target.disabled;
      };
      expect([await fire(500), await fire(202), await fire(404), await fire(301)]).toEqual([false, false, false, true]);
      await fire(202);
      expect(received).toHaveLength(4);
      sandbox.control.enableTarget();
      await fire(202);
      expect(received).toHaveLength(5);
    });
  });

  it('that is not there is told', async () => {
    await withSandbox({ webhookUrl: 'http://127.0.0.1:2/' }, async ({ sandbox }) => {
      sandbox.control.fire('cpu-web-01');
      await sandbox.settled();
      expect(sandbox.control.state().deliveries).toMatchObject([{ status: null, answer: 'ECONNREFUSED' }]);
    });
  });
});
