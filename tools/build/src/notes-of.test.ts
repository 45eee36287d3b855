import { expect, it } from 'vitest';
import { notesOf } from './notes-of.ts';

const CHANGELOG =
  '# Changelog\n\n## [Unreleased]\n\n- a\n\n## [1.2.3] - 2026-12-01\n\n### Added\n\n- b\n\n## [1.2.2] - soon\n\n- c\n';

it('finds what a version brought, up to the one before', () => {
  expect(notesOf(CHANGELOG, '1.2.3')).toBe('### Added\n\n- b');
});

it.each(['1.2.4', '1.2', '1.2.2', 'Unreleased', ''])(
  'has nothing for %j, which is no version with a date',
  (version) => {
    expect(notesOf(CHANGELOG, version)).toBeNull();
  },
);
