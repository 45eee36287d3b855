import { writeAdf } from './adf.ts';
import { writeWiki } from './wiki.ts';

/** All that writes a document for a tracker: what every document must pass, whichever of them it is for. */
export const WRITERS = [writeAdf, writeWiki] as const;
