const MAX_PAUSE_MS = 30_000;

/**
 * Pure: how long the gate stays closed after an add failed. A probe proves less than an add (a Redis may refuse scripts, or one
 * command of them), so after openings in which no event was taken the pauses grow: else the gate would open and shut, with a
 * line each time, as often as it looks.
 */
export function pauseBeforeProbe(firstMs: number, openingsInVain: number): number {
  return Math.min(firstMs * 2 ** Math.min(openingsInVain, 20), MAX_PAUSE_MS);
}
