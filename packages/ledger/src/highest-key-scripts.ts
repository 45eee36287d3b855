/**
 * Lua that keeps the highest issue key known of a project. It only rises, but for a Jira that was restored from a backup, where
 * numbers begin again far below. One that is too low costs a longer range to read; one that is too high would hide our issue.
 */
import { lua, script } from '@guance-jira/queue';

/** So far apart two creates of one time cannot be. */
const FAR_BELOW = 500;
const KEEP_SECONDS = 90 * 86_400;

export const TEACH = lua(new URL('./scripts/teach.lua', import.meta.url), { FAR_BELOW, KEEP_SECONDS });

export const LEARN = script(lua(new URL('./scripts/learn.lua', import.meta.url), { TEACH }));
