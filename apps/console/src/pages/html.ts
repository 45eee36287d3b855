/**
 * Pages as trees: `html` makes elements of a template, and a value in it becomes a text or an attribute of one, never markup. So
 * nothing needs to be escaped by hand, and nothing can be forgotten. `dangerouslySetInnerHTML` is forbidden (html.test.ts).
 */
import htm from 'htm';
import { h, type VNode } from 'preact';

/** A part of a page; null and false show nothing. */
export type Html = VNode | readonly Html[] | string | number | null | false;

type Template = (strings: TemplateStringsArray, ...values: readonly unknown[]) => Html;

/** Its types are those of CommonJS, and what Node loads is an ES module. */
const { bind } = htm as unknown as { bind: (create: typeof h) => Template };

export const html = bind.call(htm, h);

/** For links out of alerts and records, which could be scripts. */
export function webAddress(text: unknown): string | null {
  return typeof text === 'string' && /^https?:$/.test(URL.parse(text)?.protocol ?? '') ? text : null;
}
