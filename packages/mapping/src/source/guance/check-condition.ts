/** `df_check_condition`, the threshold that was passed: `{ operator, operands }` as an object or as JSON in a string. */
import { isRecord, list, own, scalarText, unwrapJson } from '../../event-fields.ts';

/** `>= 90`, `between 10, 20`; a mere text as it stands. */
export function checkCondition(field: unknown): string | null {
  const value = unwrapJson(field);
  if (!isRecord(value)) return typeof field === 'string' && !Array.isArray(value) ? scalarText(field) : null;
  const parts = [scalarText(own(value, 'operator')), list(value, 'operands').slice(0, MAX_OPERANDS).join(', ')];
  const said = parts.filter((part) => part !== null && part !== '').join(' ');
  return said === '' ? null : said;
}

const MAX_OPERANDS = 20;
