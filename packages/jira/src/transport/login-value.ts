/** The login that a request waits for, within the time that the request has. */
export async function loginWithin(login: string | Promise<string>, until: number): Promise<string> {
  if (typeof login === 'string') return login;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error('no access token in time'), { code: 'ETIMEDOUT' });
    timer = setTimeout(() => reject(error), Math.max(until - performance.now(), 1));
  });
  try {
    return await Promise.race([login, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** An access token is made while we run: no setting holds it. */
export function withoutLogin(text: string, authorization: string): string {
  const token = authorization.split(' ')[1] ?? '';
  return token.length < 6 ? text : text.replaceAll(token, '[secret]');
}
