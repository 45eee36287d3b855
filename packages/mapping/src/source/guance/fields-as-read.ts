import { own } from '../../event-fields.ts';
import type { AlertEvent } from '../alert-event.ts';

/** The fields as templates have them: placeholders filled, lists as lists. What Guance did not send is not there either. */
export function fieldsAsRead({ raw, title, message, labels, monitor }: AlertEvent): Record<string, unknown> {
  const label = own(raw, 'df_label');
  const read = {
    df_title: title,
    df_message: message,
    df_monitor_checker_name: monitor.renderedName,
    // A mere word stays one, so that a template can compare it.
    df_label: typeof label === 'string' && label.trimStart().startsWith('[') ? labels : label,
  };
  return Object.fromEntries(Object.entries(read).filter(([name]) => own(raw, name) !== undefined));
}
