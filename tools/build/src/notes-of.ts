/** The chapter of one version, without its title; null where there is none, or where it has no date. */
export function notesOf(changelog: string, version: string): string | null {
  const chapters = changelog.split(/^## /m);
  const chapter = chapters.find(
    (text) => text.startsWith(`[${version}] - `) && /^\S+ - \d{4}-\d{2}-\d{2}\n/.test(text),
  );
  return chapter === undefined ? null : chapter.slice(chapter.indexOf('\n')).trim();
}
