/** One look for all who ask within `ms`; what failed is not remembered. */
export function shared<T>(look: () => Promise<T>, ms: number, now: () => number): () => Promise<T> {
  let last: { at: number; looked: Promise<T> } | null = null;
  return () => {
    if (last !== null && now() - last.at < ms) return last.looked;
    const looked = look();
    looked.catch(() => {
      last = null;
    });
    last = { at: now(), looked };
    return looked;
  };
}
