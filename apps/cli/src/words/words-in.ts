/** Every sentence of the command line, in both languages. A command's own are in the file of its name. */
import type { Language } from '@guance-jira/mapping';
import { commonWords } from './common.ts';
import { doctorWords } from './doctor/doctor.ts';
import { explainWords } from './explain.ts';
import { findWords } from './find.ts';
import { helpWords } from './help.ts';
import { importWords } from './import.ts';
import { pauseWords } from './pause.ts';
import { replayWords } from './replay.ts';
import { tlsWords } from './tls.ts';
import { recoveryWords } from './validate/recovery.ts';
import { validateWords } from './validate/validate.ts';

export function wordsIn(language: Language) {
  return {
    common: commonWords[language],
    help: helpWords[language],
    validate: { ...validateWords[language], ...recoveryWords[language] },
    explain: explainWords[language],
    find: findWords[language],
    pause: pauseWords[language],
    doctor: doctorWords[language],
    replay: replayWords[language],
    import: importWords[language],
    tls: tlsWords[language],
  };
}
