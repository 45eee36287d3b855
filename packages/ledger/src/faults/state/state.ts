import type { z } from 'zod';
import type { StateSchema } from './state-schema.ts';

/** What is known of an object: its fault, and how far our issue has followed it. */
export type FaultState = z.infer<typeof StateSchema>;
