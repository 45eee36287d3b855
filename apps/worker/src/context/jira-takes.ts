import type { Step } from '../disposition.ts';
import { later } from './ask-guance.ts';
import type { ContextTurn } from './context-turn.ts';

/** Guance is not asked for what Jira would not take now; null where it would. */
export async function jiraTakes(turn: ContextTurn, endpoint: string): Promise<Step | null> {
  const held = await turn.jira.circuit.rests(endpoint);
  if (held === null) return null;
  throw later(turn, Math.max(held.ms, 1000), `jira: requests rest (${held.reason})`);
}
