export { type Guance, guanceOf, type Mute, type MuteOrder, type OpenFault, openGuance, PAGE } from './client.ts';
export { type FailureKind, GuanceFailure } from './failure.ts';
export type { NewestEvent } from './newest-events.ts';
export { GuanceSettings, guanceFaults } from './settings.ts';
export { turnInMs } from './turns.ts';
export { wallTime, ZONE } from './wall-time.ts';
