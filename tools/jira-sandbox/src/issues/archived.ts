/** An archived issue can be read, and everything else is 403. The words are a guess: no public record of them was found. */
export const archivedWords = 'This issue is archived and cannot be edited. Restore it to make changes.';
