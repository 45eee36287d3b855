/** `df_check_condition`, the threshold that was passed: `{ operator, operands }` as an object or as JSON in a string. */
import { isRecord, list, own, scalarText, unwrapJson } from '../../event-fields.ts';

/** `>= 90`, `between 10, 20`; of several conditions each; a mere text as it stands. */
export function checkCondition(field: unknown): string | null {
  const value = unwrapJson(field);
  const several = isRecord(value) ? unwrapJson(own(value, 'conditions')) : value;
  if (Array.isArray(several)) {
    const each = several.slice(0, MAX_CONDITIONS).map((one) => (isRecord(one) ? conditionOf(one) : null));
    return each.filter((one) => one !== null).join('; ') || null;
  }
  if (isRecord(value)) return conditionOf(value);
  return typeof field === 'string' ? scalarText(field) : null;
}

function conditionOf(record: Record<string, unknown>): string | null {
  const parts = [scalarText(own(record, 'operator')), list(record, 'operands').slice(0, MAX_OPERANDS).join(', ')];
  const said = parts.filter((part) => part !== null && part !== '').join(' ');
  return said === '' ? null : said;
}

const MAX_OPERANDS = 20;
const MAX_CONDITIONS = 10;
