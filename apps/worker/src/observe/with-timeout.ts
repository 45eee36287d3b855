/** Resolves with true when `work` ends within `ms`; else with false, and the work goes on unwatched. Errors count as an end. */
export async function within(ms: number, work: () => Promise<unknown>): Promise<boolean> {
  const ended = work().then(
    () => true,
    () => true,
  );
  return (await firstOf(ms, ended)) ?? false;
}

/** The answer of `work`; null when it fails or takes longer than `ms`. */
export async function answerWithin<T>(ms: number, work: () => Promise<T>): Promise<T | null> {
  return firstOf(
    ms,
    work().catch(() => null),
  );
}

async function firstOf<T>(ms: number, work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, ms, null);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
