const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `90s`, `10m`, `24h`, `7d`, or 0. */
export const durationPattern = /^(?:0|(\d{1,9}(?:\.\d{1,3})?) ?(ms|s|m|h|d|w))$/;

/** Milliseconds of a duration that matches `durationPattern`; anything else is 0. */
export function durationMs(text: string | 0): number {
  const match = durationPattern.exec(String(text));
  const unit = Object.entries(unitMs).find(([name]) => name === match?.[2]);
  return unit === undefined ? 0 : Math.round(Number(match?.[1]) * unit[1]);
}
