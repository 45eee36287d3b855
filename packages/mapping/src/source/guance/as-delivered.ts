/**
 * An event as Guance's OpenAPI gives it (docs/zh/open-api/keyevent/get.md), in the form of a delivery: there times are seconds under
 * `date` and `timestamp`, and the workspace is named. Numbers that came as texts are read alike.
 */
import { isRecord, own, type RawEvent, text } from '../../event-fields.ts';
import { momentOf } from './time.ts';

export interface Delivered {
  event: Record<string, unknown>;
  /** That it names itself; null where it names none. */
  workspace: string | null;
  /** Guance was told to send it to nobody. */
  silent: boolean;
  /** Id of the first event of its fault. */
  faultId: string | null;
}

/** @param workspace of the key by which it was read */
export function asDelivered(stored: Readonly<Record<string, unknown>>, workspace: string): Delivered {
  const named = text(stored, ...WORKSPACES);
  const at = momentOf(own(stored, 'time'), 'UTC');
  const seconds = at === null ? {} : { date: Math.floor(at / 1000), timestamp: Math.floor(at / 1000) };
  return {
    event: { ...tagsOf(stored), ...seconds, ...stored, ...(named === null ? { [WORKSPACES[0]]: workspace } : {}) },
    workspace: named,
    silent: /^true$/i.test(String(own(stored, 'df_is_silent'))),
    faultId: text(stored, 'df_fault_id'),
  };
}

/** They stand beside the other fields of a delivery, too. */
function tagsOf(stored: RawEvent): Record<string, unknown> {
  try {
    const tags: unknown = JSON.parse(text(stored, 'df_dimension_tags') ?? '{}');
    return isRecord(tags) ? tags : {};
  } catch {
    return {};
  }
}

const WORKSPACES = ['df_workspace_uuid', 'workspace_uuid'] as const;
