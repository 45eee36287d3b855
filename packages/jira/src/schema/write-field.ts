/** Pure: a value of the rules as the kind of its field wants it. Null clears a field, whatever its kind. */
import type { FieldSchema } from '../tracker/records/create-schema.ts';
import { singlesIn, valuesIn } from './choices.ts';
import {
  writeCascade,
  writeChoice,
  writeGroup,
  writeId,
  writeIssue,
  writePerson,
  writeSecurity,
  writeSprint,
} from './write-choices.ts';
import { writeItem, writeLabel, writeLongText, writeNumber, writeText, writeUrl } from './write-texts.ts';
import { writeDate, writeDateTime } from './write-times.ts';
import { type Writing, type Written, writeEach, writeOnly } from './written.ts';

/** @param items of a list that a template has shown as one text */
export function writeField(field: FieldSchema, value: unknown, writing: Writing, items?: readonly string[]): Written {
  if (value === null) return { value };
  const { allowed } = field;
  const each = (write: (one: unknown) => Written) => writeEach(valuesIn(value, allowed, items), write);
  const only = (write: (one: unknown) => Written) => writeOnly(singlesIn(value, allowed, items), write);
  switch (field.kind) {
    case 'number':
      return writeNumber(value);
    case 'text':
      return writeText(value);
    case 'textarea':
      return writeLongText(value, writing);
    case 'url':
      return writeUrl(value);
    case 'date':
      return writeDate(value, writing.timezone);
    case 'datetime':
      return writeDateTime(value, writing.timezone);
    case 'labels':
      return each(writeLabel);
    case 'texts':
      return each(writeItem);
    case 'option':
      return only((one) => writeChoice(one, allowed, 'value'));
    case 'options':
      return each((one) => writeChoice(one, allowed, 'value'));
    case 'cascade':
      return writeCascade(value, allowed, items);
    case 'named':
      return only((one) => writeChoice(one, allowed, 'name'));
    case 'nameds':
      return each((one) => writeChoice(one, allowed, 'name'));
    case 'user':
      return only((one) => writePerson(one, writing));
    case 'users':
      return each((one) => writePerson(one, writing));
    case 'group':
      return only(writeGroup);
    case 'groups':
      return each(writeGroup);
    case 'sprint':
      return only((one) => writeSprint(one, allowed));
    case 'organizations':
      return each((one) => writeId(one, 'an organization', allowed));
    case 'security':
      return only((one) => writeSecurity(one, allowed));
    case 'issue':
      return only(writeIssue);
    case 'any':
      return { value };
  }
}
