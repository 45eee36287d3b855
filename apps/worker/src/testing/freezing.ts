/** Freezes whoever makes the nth of all calls, before it is made. */
export interface Freezing {
  around: <T>(call: string, act: () => Promise<T>) => Promise<T>;
  /** The call that holds up this work; '' where it ended before. From then on none is held up any more. */
  frozenIn(work: Promise<unknown>): Promise<string>;
  thaw: () => void;
}

export function freezing(nth: number): Freezing {
  const { promise: thawed, resolve: thaw } = Promise.withResolvers<void>();
  const { promise: frozen, resolve: freeze } = Promise.withResolvers<string>();
  let calls = 0;
  let isOver = false;
  return {
    frozenIn: async (work) => {
      const call = await Promise.race([frozen, work.then(() => '')]);
      isOver = true;
      return call;
    },
    thaw,
    around: async (call, act) => {
      calls += 1;
      // What one process asks for all its work at once would keep the other waiting, which here is no other process.
      if (calls === nth && !isOver && call !== 'whoAmI') {
        freeze(call);
        await thawed;
      }
      return act();
    },
  };
}
