import type { Request } from 'express';

/** The token in the path, and the one in the header. */
export function credentialsOf(req: Request): string[] {
  const inPath = decoded(req.path.split('/').filter((part) => part !== '')[2] ?? '');
  const inHeader = /^Bearer +(\S+) *$/i.exec(req.headers.authorization ?? '')?.[1];
  return [inPath === undefined ? undefined : withoutEnds(inPath), inHeader].filter(
    (token): token is string => token !== undefined && token !== '',
  );
}

/** A token has no blanks; an address that was copied often ends in some, or in characters that nobody sees. */
function withoutEnds(token: string): string {
  return token.replaceAll(
    /^[\s\p{Default_Ignorable_Code_Point}]{1,50}|[\s\p{Default_Ignorable_Code_Point}]{1,50}$/gu,
    '',
  );
}

function decoded(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
