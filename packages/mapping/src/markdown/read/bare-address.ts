/** A bare address that ends before the next blank. It is found before the marks are paired, so that `**https://a.example/x**，` is bold. */
import { lengthOfAddress, widePunctuation } from './address-end.ts';
import type { Code, Construct, Context, Extension } from './tokenizer.ts';

const construct: Construct = {
  name: 'bareAddress',
  previous: (code) => code === null || !/[a-z]/i.test(String.fromCharCode(Math.max(code, 0))),
  tokenize(effects, ok, nok) {
    let left = 0;
    const measure: Construct = {
      partial: true,
      tokenize: (measuring, found, none) => {
        let text = '';
        let isWide = false;
        const read = (code: Code) => {
          if (text.length === 4 && !/^http$/i.test(text)) return none(code);
          if (text.length === 8 && !/^https?:\/\//i.test(text)) return none(code);
          const character = code === null || code < 0x21 ? '' : String.fromCharCode(code);
          // Where the sentence goes on the rest need not be read: each address of many would be measured to the end of all.
          const goesOn =
            character > '~' &&
            (widePunctuation.test(character) || (!isWide && lengthOfAddress(text + character) <= text.length));
          isWide ||= character > '~';
          if (character !== '' && character !== '<' && !goesOn && text.length < MAX_ADDRESS) {
            measuring.consume(code);
            text += character;
            return read;
          }
          left = lengthOfAddress(text + character);
          return /^https?:\/\/[^/]/i.test(text.slice(0, left)) && left < text.length + character.length
            ? found(code)
            : none(code);
        };
        return (code: Code) => {
          measuring.enter('data');
          return read(code);
        };
      },
    };
    const take = (code: Code) => {
      if (left === 0) {
        effects.exit(HTTP);
        effects.exit(LINK);
        return ok(code);
      }
      left -= 1;
      effects.consume(code);
      return take;
    };
    return (code) =>
      isInLabel(this)
        ? nok(code)
        : effects.check(
            measure,
            (first) => {
              effects.enter(LINK);
              effects.enter(HTTP);
              return take(first);
            },
            nok,
          )(code);
  },
};

/** By the code of the character: H h. What holds nothing wide is left to GFM. */
export const bareAddress: Extension = { text: { 72: construct, 104: construct } };

/** The tokens of GFM for it, which the parser's types name only where their package is imported. */
const [LINK, HTTP] = ['literalAutolink' as never, 'literalAutolinkHttp' as never];

const MAX_ADDRESS = 2_000;

/** What stands in square brackets may be the text of a link. */
function isInLabel({ events }: Context): boolean {
  return events.slice(-MAX_EVENTS).some(([, { type, _balanced }]) => /^label(?:Link|Image)$/.test(type) && !_balanced);
}

const MAX_EVENTS = 200;
