/**
 * Adds secrets that come up while we run to those that are hidden, and forgets the oldest of them: an access token lives for an
 * hour, and every secret costs time with every line.
 */
export function recentSecrets(secrets: string[], most = 4): (secret: string) => void {
  const recent: string[] = [];
  return (secret) => {
    if (secrets.includes(secret)) return;
    secrets.push(secret);
    recent.push(secret);
    const oldest = recent.length > most ? recent.shift() : undefined;
    if (oldest !== undefined) secrets.splice(secrets.indexOf(oldest), 1);
  };
}
