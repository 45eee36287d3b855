import type { RequestHandler } from 'express';

/** Only our own files and no frames: even a hole in a page could not load or send anything elsewhere. */
const policy = (styles: string) =>
  [
    "default-src 'self'",
    "script-src 'self'",
    `style-src ${styles}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'self'",
    "object-src 'none'",
  ].join('; ');

const OF_CONSOLE = policy("'self'");
/** Bull Board writes styles into its elements. */
const OF_BOARD = policy("'self' 'unsafe-inline'");

export const securityHeaders: RequestHandler = (req, res, next) => {
  res.set({
    'Content-Security-Policy': /^\/dashboard(?:\/|$)/i.test(req.path) ? OF_BOARD : OF_CONSOLE,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
  });
  next();
};
