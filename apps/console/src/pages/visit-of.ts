import type { Request, Response } from 'express';
import { userOf } from '../login/require-login.ts';
import { LANGUAGE_COOKIE, languageOf, named } from '../words/language.ts';
import { wordsIn } from '../words/words-in.ts';
import type { Visit } from './visit.ts';

/** Who looks, and how; a language that the address names is kept for the next pages. */
export function visitOf(req: Request, res: Response, now: number): Visit {
  const language = languageOf(req);
  if (named(req.query.lang) === language)
    res.cookie(LANGUAGE_COOKIE, language, { httpOnly: true, sameSite: 'lax', maxAge: YEAR_MS });
  return {
    ...{ language, words: wordsIn(language), now, url: req.originalUrl },
    user: userOf(req.headers),
    readOnly: res.locals.readOnly === true,
  };
}

const YEAR_MS = 365 * 86_400_000;
