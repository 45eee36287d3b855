import fc from 'fast-check';
import { describe, it } from 'vitest';
import { adfFault, anyDocument, nastyText, readTree, runs } from './oracles.test-helper.ts';
import { parseMarkdown } from './read/parse.ts';
import { sizeAtMost, writeAdf } from './write/adf.ts';

const ours = new Set(
  'doc paragraph text hardBreak heading blockquote bulletList orderedList listItem codeBlock rule table tableRow tableHeader tableCell'.split(
    ' ',
  ),
);

describe('writeAdf on anything', () => {
  it('gives a document that Atlassian’s schema takes, of harmless nodes and links only', () => {
    fc.assert(
      fc.property(fc.oneof(anyDocument, nastyText.map(parseMarkdown)), (root) => {
        const adf = writeAdf(root);
        const fault = adfFault(adf);
        if (fault !== null) throw new Error(fault);
        const { nodes, links, text } = readTree(JSON.parse(JSON.stringify(adf)));
        for (const node of nodes) if (!ours.has(node)) throw new Error(`node ${node}`);
        for (const link of links) if (!/^(https?|mailto):/.test(link)) throw new Error(`link ${link}`);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is the point
        if (/[\u0000-\u0008\u000B-\u001F\u007F]/.test(text) || !text.isWellFormed())
          throw new Error('control characters');
      }),
      { numRuns: runs },
    );
  });

  it('is never larger than the bound by which most documents are known to fit', () => {
    fc.assert(
      fc.property(fc.oneof(anyDocument, nastyText.map(parseMarkdown)), (root) => {
        for (const block of writeAdf(root).content)
          if (JSON.stringify(block).length + 1 > sizeAtMost(block)) throw new Error(JSON.stringify(block));
      }),
      { numRuns: runs },
    );
  });

  it('keeps to its limit, whatever the document', () => {
    fc.assert(
      fc.property(anyDocument, fc.integer({ min: 200, max: 2_000 }), (root, maxUnits) => {
        const adf = writeAdf(root, { maxUnits, moreLink: { text: 'more', url: 'https://a.b/' } });
        return JSON.stringify(adf).length <= maxUnits && adfFault(adf) === null;
      }),
      { numRuns: runs },
    );
  });
});
