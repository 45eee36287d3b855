/** `import --json`. */
import { z } from 'zod';
import { text } from './common.ts';

export const ImportAnswer = z
  .strictObject({
    from: z.enum(['recipe', 'jiralert']),
    notes: z
      .array(
        z.strictObject({
          code: text().describe('stays the same in every language'),
          at: text().nullable().describe('the setting or the route that it is about'),
          line: z.number().optional(),
          what: text(),
          text: text().describe('a sentence in the language of the terminal'),
        }),
      )
      .describe('what could not be taken over'),
    problems: z.array(text()).describe('what validate will have against the rules'),
    files: z.array(text()),
    written: z.boolean(),
  })
  .describe('`import --json`; the content of the files is not in it')
  .meta({ id: 'Import' });
