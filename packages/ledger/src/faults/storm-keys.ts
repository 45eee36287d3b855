import type { Keys } from '@guance-jira/queue';
import { ownerText, type StormWindow } from './storm-records.ts';

/** Where a window stands in Redis; what is in each, the worker's window-scripts.ts tells. */
export interface StormKeys {
  readonly window: string;
  readonly list: string;
  readonly standing: string;
  /** Ledger record of its one issue. */
  readonly record: string;
}

export function stormKeys(keys: Pick<Keys, 'storms'>, window: StormWindow): StormKeys {
  const base = `${keys.storms(ownerText(window))}:${window.start}`;
  return { window: base, list: `${base}:list`, standing: `${base}:standing`, record: `${base}:issue` };
}
