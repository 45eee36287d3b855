// Loaded by NODE_OPTIONS=--import: the process ends at once, as without memory, when it cleans a text that holds these words.
const { isWellFormed } = String.prototype;
const WORDS = process.env.POISON_WORDS;

String.prototype.isWellFormed = function poisoned() {
  if (WORDS && this.includes(WORDS)) process.kill(process.pid, 'SIGKILL');
  return isWellFormed.call(this);
};
