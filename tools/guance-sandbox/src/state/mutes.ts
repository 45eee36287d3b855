import type { JsonObject, Mute, Watched } from './model.ts';

export type MuteState = 'waiting' | 'active' | 'ended' | 'disabled';

export function muteState(mute: Mute, now: number): MuteState {
  if (!mute.enabled) return 'disabled';
  if (now < mute.start) return 'waiting';
  return mute.end !== null && now >= mute.end ? 'ended' : 'active';
}

/** Its events are made all the same while this lasts, and sent to nobody. */
export function mutes(mute: Mute, watched: Watched, now: number): boolean {
  return muteState(mute, now) === 'active' && inRange(mute.muteRanges, watched) && hasTags(mute.tags, watched);
}

/** An empty list means all. What is no monitor of the sandbox's is in no range. */
function inRange(ranges: readonly JsonObject[], { monitor }: Watched): boolean {
  return ranges.length === 0 || ranges.some(({ checkerUUID }) => checkerUUID === monitor.id);
}

/** Of each tag one of the values; `-host` means none of them. */
function hasTags(tags: Mute['tags'], watched: Watched): boolean {
  return Object.entries(tags).every(([name, values]) => {
    if (name.startsWith('-')) return !values.includes(watched.tags[name.slice(1)] ?? '');
    return values.includes(watched.tags[name] ?? '');
  });
}
