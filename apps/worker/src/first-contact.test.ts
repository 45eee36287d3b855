import { failure, fakeTracker } from '@guance-jira/jira/testing';
import { expect, it } from 'vitest';
import { firstContact } from './first-contact.ts';
import type { Held } from './throttle/circuit.ts';
import { NotAdmitted } from './throttle/take-slot.ts';

function contact() {
  const asked: string[] = [];
  const side = { held: null as Held | null, refused: null as Error | null, asked };
  const connect = firstContact({
    reach: async () => {
      asked.push('which Jira');
      return fakeTracker();
    },
    login: {
      isNew: () => true,
      learn: async () => {
        asked.push('who we are');
        if (side.refused) throw side.refused;
      },
    },
    circuit: () => ({ rests: async () => side.held }),
    onReached: () => {},
  });
  return { side, connect };
}

it('asks which Jira it is and then who we are', async () => {
  const { connect, side } = contact();
  await connect();

  expect(side.asked).toEqual(['which Jira', 'who we are']);
});

it('leaves the second question until a person has resumed who paused meanwhile, and asks the first one once', async () => {
  const { connect, side } = contact();
  side.held = { go: false, ms: 60_000, reason: 'manual' };
  await expect(connect()).rejects.toBeInstanceOf(NotAdmitted);
  expect(side.asked).toEqual(['which Jira']);
  side.held = null;
  await connect();

  expect(side.asked).toEqual(['which Jira', 'who we are']);
});

it('is itself the try that ends a pause of Jira’s making', async () => {
  const { connect, side } = contact();
  side.held = { go: false, ms: 500, reason: 'unavailable' };
  await connect();

  expect(side.asked).toEqual(['which Jira', 'who we are']);
});

it('asks anew which Jira it is after an outage, and not while Jira refuses us', async () => {
  const { connect, side } = contact();
  for (const facts of [{ status: 401 }, { status: 403 }, { status: 503 }]) {
    side.refused = failure({ endpoint: 'myself', ...facts });
    await expect(connect()).rejects.toMatchObject({ name: 'JiraFailure' });
  }
  side.refused = null;
  await connect();

  expect(side.asked.filter((one) => one === 'which Jira')).toHaveLength(2);
});
