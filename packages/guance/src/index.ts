export { type Guance, guanceOf, type Mute, type MuteOrder, openGuance } from './client.ts';
export { type FailureKind, GuanceFailure } from './failure.ts';
export type { LogLine } from './log-lines.ts';
export type { NewestEvent } from './newest-events.ts';
export type { OpenFault, OpenPage } from './open-faults.ts';
export { type Picture, pictureTypeOf } from './picture.ts';
export { GuanceSettings, guanceFaults } from './settings.ts';
export { spareTurnInMs, turnInMs } from './turns.ts';
export { wallTime, ZONE } from './wall-time.ts';
