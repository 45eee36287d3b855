import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

// Made once: making them takes as long as parsing a short text. Without HTML `<host-1>` is the text that it was meant to be.
const withoutHtml = { disable: { null: ['htmlFlow', 'htmlText'] } };
export const dialects = {
  plain: { extensions: [withoutHtml] },
  gfm: { extensions: [gfm({ singleTilde: false }), withoutHtml], mdastExtensions: [gfmFromMarkdown()] },
};

/**
 * Markdown with GFM, or without where that makes no difference: looking for bare addresses (does an e-mail begin here?) and
 * tables takes longer than all the rest, and most alerts hold none.
 */
export function dialectFor(text: string): (typeof dialects)[keyof typeof dialects] {
  return needsGfm.test(text) ? dialects.gfm : dialects.plain;
}

/** Without one of these (an address even with a backslash in it, as GFM reads it then) there is no table, struck text, bare address, task list or footnote. */
const needsGfm = /[|~@]|:-|-:|https?|www|\[[\sx^]/i;
