import type { App } from '../../harness/index.ts';

/** One that was just started hears no signal yet. */
export async function ready({ env }: App): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const url = `http://127.0.0.1:${env.WORKER_PORT ?? env.RECEIVER_PORT}/healthz`;
    if (
      await fetch(url).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
