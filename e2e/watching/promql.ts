import { parser } from '@prometheus-io/lezer-promql';

/** A metric in a query, with what is asked of its labels. */
export interface Use {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
}

export interface Matcher {
  readonly label: string;
  readonly op: string;
  readonly value: string;
}

export interface Query {
  readonly text: string;
  readonly uses: readonly Use[];
  /** Labels by which it groups or joins. */
  readonly labels: readonly string[];
}

/**
 * Reads a query with Prometheus's own grammar; Grafana's variables are filled in first.
 * @throws Error that shows where the query is wrong
 */
export function readQuery(query: string): Query {
  const text = query.replaceAll('$__rate_interval', '5m').replaceAll('$__range', '6h').replaceAll('$job', '.*');
  const uses: Use[] = [];
  const labels: string[] = [];
  parser.parse(text).iterate({
    enter: ({ name, node, from, to, type }) => {
      if (type.isError) throw new Error(`no PromQL at ${from}: ${text.slice(0, from)}<here>${text.slice(from)}`);
      const textOf = (child: { from: number; to: number } | null) => (child ? text.slice(child.from, child.to) : '');
      if (name === 'VectorSelector') {
        const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
        uses.push({
          metric: textOf(node.getChild('Identifier')),
          matchers: matchers.map((matcher) => ({
            label: textOf(matcher.getChild('LabelName')),
            op: textOf(matcher.getChild('MatchOp')),
            value: textOf(matcher.getChild('StringLiteral')).slice(1, -1),
          })),
        });
      }
      if (name === 'GroupingLabels') labels.push(...node.getChildren('LabelName').map(textOf));
      return from <= to;
    },
  });
  return { text, uses, labels };
}
