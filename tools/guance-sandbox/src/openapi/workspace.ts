import type { Json } from '../state/model.ts';
import type { Call } from './call.ts';

/** The workspace that the key is of (docs/zh/open-api/workspace/current.md), less what nobody here asks for. */
export function currentWorkspace({ state }: Call): Json {
  const { workspaceUuid, workspaceName } = state.options;
  return { uuid: workspaceUuid, name: workspaceName, status: 0, versionType: 'pay', datastore: { keyevent: 'doris' } };
}
