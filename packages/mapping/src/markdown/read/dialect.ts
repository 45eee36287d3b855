import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { asWritten } from './as-written.ts';
import { bareAddress } from './bare-address.ts';

/** Blocks of HTML are lines with tags in them; a line of dashes under another is no heading but the rule or the log that it was. */
const without = { disable: { null: ['htmlFlow', 'setextUnderline'] } };

/** Made once, as making one takes as long as parsing a short text, and by the first text that needs it. */
export const dialects = {
  plain: { extensions: [asWritten, without] },
  get gfm() {
    made ??= makeGfm();
    return made;
  },
};

let made: ReturnType<typeof makeGfm> | undefined;

function makeGfm() {
  return {
    extensions: [gfm({ singleTilde: false }), bareAddress, asWritten, without],
    mdastExtensions: [gfmFromMarkdown()],
  };
}

/**
 * Markdown with GFM, or without where that makes no difference: looking for bare addresses (does an e-mail begin here?) and
 * tables takes longer than all the rest, and most alerts hold none.
 */
export function dialectFor(text: string): (typeof dialects)[keyof typeof dialects] {
  return needsGfm.test(text) ? dialects.gfm : dialects.plain;
}

/** Without one of these (an address even with a backslash in it, as GFM reads it then) there is no table, struck text, bare address, task list or footnote. */
const needsGfm = /[|~@]|:-|-:|https?|www|\[[\sx^]/i;
