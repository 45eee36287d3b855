/** A file of another program becomes settings and rules of ours. */
import { importJiralert, isJiralert } from './from-jiralert.ts';
import { importRecipe } from './from-recipe.ts';
import type { Imported } from './imported.ts';

/** Null where it is neither. */
export function importFile(text: string): Imported | null {
  // As editors on Windows begin a file.
  const source = text.replace(/^\uFEFF/, '');
  if (isJiralert(source)) return importJiralert(source);
  return /\bJIRA\s*\(|\bcreate_issue\s*\(/.test(source) ? importRecipe(source) : null;
}
