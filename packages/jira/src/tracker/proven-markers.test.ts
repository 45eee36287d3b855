import { describe, expect, it } from 'vitest';
import { carrying, provenMarkers } from './proven-markers.ts';
import type { FoundIssue } from './records/issues.ts';

const mark = (letter: string) => `gj-${letter.repeat(32)}`;
const [OWN, OBJECT, PLANTED] = [mark('a'), mark('b'), mark('c')];

describe('provenMarkers', () => {
  it.each([
    ['keeps what the property says', [OWN, 'guance-jira', 'team'], { marker: OWN }, [OWN, 'guance-jira', 'team']],
    ['adds what people took away', ['team'], { marker: OWN, also: [OBJECT] }, ['team', OWN, OBJECT]],
    ['drops a planted label', [OWN, PLANTED], { marker: OWN, workspace: 'w', route: 'r' }, [OWN]],
    ['drops a planted label in capitals', [OWN, PLANTED.toUpperCase()], { marker: OWN, workspace: 'w' }, [OWN]],
    ['drops a planted label of an event that 0.1 opened', [OWN, PLANTED], { marker: OWN }, [OWN]],
    ['keeps the label of the object that 0.1 gave a fault', [OWN, OBJECT], { marker: OWN, route: 'r' }, [OWN, OBJECT]],
    ['believes labels where no property was ever set', [OWN, OBJECT], null, [OWN, OBJECT]],
    ['believes labels where the property cannot be read', [OWN, OBJECT], undefined, [OWN, OBJECT]],
  ])('%s', (_name, labels, property, markers) => {
    expect(provenMarkers(labels, property)).toEqual(markers);
  });
});

describe('carrying', () => {
  const issue = (id: string, marker: string, property?: FoundIssue['property']): FoundIssue => ({
    ...{ id, key: `OPS-${id}`, markers: [marker], createdAt: 0 },
    ...(property === undefined ? {} : { property }),
  });
  const ids = (issues: FoundIssue[]) => carrying(OWN, issues).map(({ id }) => id);

  it('takes the original, and not the clone that has its labels alone', () => {
    expect(ids([issue('1', OWN, null), issue('2', OWN, { marker: OWN }), issue('3', PLANTED)])).toEqual(['2']);
  });

  it('takes both of true duplicates', () => {
    expect(ids([issue('1', OWN, { marker: OWN }), issue('2', OWN, { marker: OWN })])).toEqual(['1', '2']);
  });

  it('takes what has only the label where nothing is proven', () => {
    expect(ids([issue('1', OWN, null)])).toEqual(['1']);
  });
});
