/** `~` of JQL over a text: every word, words with `*` by their beginning, phrases in quotes as they stand, `-word` not. Chinese is found anywhere in a word, as its words are not parted. */
export function textMatcher(query: string): (text: string) => boolean {
  const parts = [...query.toLowerCase().matchAll(/([-+]?)(?:"([^"]*)"|(\S+))/g)].flatMap(
    ([, sign = '', phrase, bare = '']) => {
      const terms = wordsOf(phrase ?? bare, true);
      return terms.length === 0 ? [] : [{ isNegative: sign === '-', terms, isPhrase: phrase !== undefined }];
    },
  );
  return (text) => {
    const words = wordsOf(text, false);
    return (
      parts.length > 0 &&
      parts.every(({ isNegative, terms, isPhrase }) => {
        const fits = isPhrase
          ? hasPhrase(words, terms)
          : terms.every((term) => words.some((word) => isWord(word, term)));
        return fits !== isNegative;
      })
    );
  };
}

function hasPhrase(words: string[], terms: string[]): boolean {
  return words.some((_, from) => terms.every((term, n) => isWord(words[from + n] ?? '', term)));
}

function isWord(word: string, term: string): boolean {
  if (/[\u3400-\u9fff]/.test(term)) return word.includes(term.replace(/\*$/, ''));
  return term.endsWith('*') ? word.startsWith(term.slice(0, -1)) : word === term;
}

/** Signs part words; in a query an asterisk at the end stays. */
function wordsOf(text: string, keepsAsterisk: boolean): string[] {
  const pattern = keepsAsterisk ? /[\p{L}\p{N}_]+\*?/gu : /[\p{L}\p{N}_]+/gu;
  return text.toLowerCase().match(pattern) ?? [];
}
