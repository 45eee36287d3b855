/** What each command prints with `--json`: docs/openapi.yaml is made from it, and tests hold real answers to it. */
import type { z } from 'zod';
import type { CommandName } from '../command-line/command.ts';
import { ExplainAnswer } from './explain.ts';
import { FindAnswer } from './find.ts';
import { ImportAnswer } from './import.ts';
import { DoctorAnswer, PauseAnswer, ReplayAnswer, ResumeAnswer } from './queue.ts';
import { ValidateAnswer } from './validate.ts';

export const ANSWERS: Record<CommandName, z.ZodType> = {
  validate: ValidateAnswer,
  explain: ExplainAnswer,
  find: FindAnswer,
  doctor: DoctorAnswer,
  pause: PauseAnswer,
  resume: ResumeAnswer,
  replay: ReplayAnswer,
  import: ImportAnswer,
};
