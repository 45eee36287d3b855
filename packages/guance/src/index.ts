export { type Guance, type Mute, type MuteOrder, type OpenFault, openGuance } from './client.ts';
export { type FailureKind, GuanceFailure } from './failure.ts';
export { GuanceSettings, guanceFaults } from './settings.ts';
export { turnInMs } from './turns.ts';
export { wallTime, ZONE } from './wall-time.ts';
