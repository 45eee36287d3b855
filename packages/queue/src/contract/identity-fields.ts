/**
 * The fields by which an alert, its object, its round and its workspace are told from others. Guance writes texts there; whoever
 * builds an alert by hand writes numbers, lists, or a template that was never filled. Here each becomes one short text, once, at
 * the door and where a job is read: so receiver, queue, ledger and mapping cannot read it differently.
 */
import { EVENT_ID, FAULT_ID, OBJECT_PARTS, OBJECT_REF, WORKSPACES } from './guance-fields.ts';
import { identityText } from './identity-text.ts';

type Fields = Record<string, unknown>;

/**
 * What says nothing becomes null. Of the event's own id it stays as text, since an alert with a broken id is an alert all the
 * same, and two of them that differ in it alone are two.
 * @param event freshly parsed: it is changed
 */
export function withPlainIdentity(event: Fields): Fields {
  for (const name of NAMES) {
    const value = Object.hasOwn(event, name) ? event[name] : undefined;
    if (value === undefined) continue;
    const text = identityText(value);
    event[name] = text !== null && name !== EVENT_ID && saysNothing(name, text) ? null : text;
  }
  return event;
}

/** The event's own id, null where it tells no event from another. */
export function ownEventId(event: Fields): string | null {
  const text = identityText(event[EVENT_ID]);
  return text === null || saysNothing(EVENT_ID, text) ? null : text;
}

/** What stands in place of a name that its sender did not have, unfilled templates too: it would make one of all alerts. */
const NO_NAME =
  /^(?:null|none|nil|undefined|nan|n\/a|-+|<(?:nil|null|none|no value)>|\{\{.*\}\}|\$\{.*\}|\{%.*%\}|\{[\w.]+\})$/is;
/** In a field that names one thing alone, also what programs write that have no number yet. */
const NO_ID = /^(?:0|true|false)$/i;

const ALONE: ReadonlySet<string> = new Set([EVENT_ID, FAULT_ID, OBJECT_REF]);
const NAMES: readonly string[] = [...ALONE, ...OBJECT_PARTS, ...WORKSPACES];

function saysNothing(name: string, text: string): boolean {
  // A word for none is no harm there: those that name no workspace are in one, too.
  if (WORKSPACES.includes(name)) return false;
  return NO_NAME.test(text) || (ALONE.has(name) && NO_ID.test(text));
}
