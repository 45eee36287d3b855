import type { Figure } from '../figure.ts';
import { artefact } from './artefact.ts';
import { consolePages } from './console.ts';
import { drain } from './drain.ts';
import { flat } from './flat.ts';
import { latency } from './latency.ts';
import { lost } from './lost.ts';
import { memory } from './memory.ts';
import { poison } from './poison.ts';
import { receiver } from './receiver.ts';
import { requests } from './requests.ts';
import { spool } from './spool.ts';
import { start } from './start.ts';
import { storm } from './storm.ts';
import { workers } from './workers.ts';

export const figures: readonly Figure[] = [
  receiver,
  spool,
  latency,
  poison,
  drain,
  memory,
  requests,
  lost,
  start,
  artefact,
  storm,
  workers,
  flat,
  consolePages,
];
