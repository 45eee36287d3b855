import { z } from 'zod';
import { Moment } from './moment.ts';
import { atFirst } from './round.ts';
import type { FaultState } from './state.ts';
import { StateSchema } from './state-schema.ts';

/**
 * The state as Redis keeps it: what is as at the beginning of a round is left out. Most faults are one event long, and there may be
 * a million of them.
 */
export function textOfState(state: FaultState): string {
  const first = new Map(Object.entries(atFirst(state.applied)).map(([name, value]) => [name, JSON.stringify(value)]));
  const kept = Object.entries(state).filter(([name, value]) => JSON.stringify(value) !== first.get(name));
  return JSON.stringify(Object.fromEntries(kept));
}

/** @throws ZodError when it is no state of ours */
export function stateOfText(text: string): FaultState {
  const { applied, ...others } = Applied.parse(JSON.parse(text));
  return StateSchema.parse({ ...atFirst(applied), ...others, applied });
}

const Applied = z.looseObject({ applied: Moment });
