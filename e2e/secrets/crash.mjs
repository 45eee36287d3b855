// Loaded by NODE_OPTIONS=--import: at SIGWINCH the program meets an error that nobody has foreseen and that quotes its secrets. (SIGUSR2 asks our programs to stop.)
import { readFileSync } from 'node:fs';

process.on('SIGWINCH', () => {
  const words = readFileSync(process.env.CRASH_WORDS, 'utf8');
  const error = new Error(`unforeseen: ${words}`, { cause: new Error(words) });
  if (process.env.CRASH_HOW === 'reject') Promise.reject(error);
  else throw error;
});
