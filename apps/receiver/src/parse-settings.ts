import { splitList } from '@guance-jira/service';

/** A token that opens the webhook. The label names it in logs and metrics, so that a rotation can be followed. */
export interface WebhookToken {
  label: string;
  token: string;
  /** Whose events it may bring; null for all. */
  workspaces: ReadonlySet<string> | null;
}

/** `label:token`, or `label@workspace+workspace:token`. */
const LABELLED = /^([A-Za-z0-9_-]{1,32})(?:@([^:]*))?:(.+)$/;
/** What an alert may call its workspace without being hashed, see workspaceOf. */
const WORKSPACE = /^[A-Za-z0-9_-]{1,64}$/;

/** Reads WEBHOOK_TOKENS. The problems name labels, never a token. */
export function parseTokens(text: string): { tokens: WebhookToken[]; problems: string[] } {
  const tokens = splitList(text).map((item, index): WebhookToken => {
    const labelled = LABELLED.exec(item);
    return {
      label: labelled?.[1] ?? `token${index + 1}`,
      token: labelled?.[3] ?? item,
      workspaces: labelled?.[2] === undefined ? null : new Set(labelled[2].split('+')),
    };
  });
  const problems = [
    ...(tokens.length === 0 ? ['holds no token'] : []),
    ...tokens.filter(({ token }) => token.length < 16).map(({ label }) => `${label} must have at least 16 characters`),
    ...tokens
      .filter(({ token }) => !/^[\x21-\x7e]+$/.test(token))
      .map(({ label }) => `${label} must hold only visible ASCII characters`),
    ...tokens.flatMap(({ label, workspaces }) =>
      [...(workspaces ?? [])]
        .filter((workspace) => !WORKSPACE.test(workspace))
        .map(() => `${label}@ must name workspaces as df_workspace_uuid has them, joined by +`),
    ),
    ...repeated(tokens.map(({ label }) => label)).map((label) => `the label ${label} stands there twice`),
    ...(repeated(tokens.map(({ token }) => token)).length > 0 ? ['a token stands there twice'] : []),
  ];
  return { tokens, problems };
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
