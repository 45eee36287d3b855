import type { AlertEvent } from '../source/alert-event.ts';
import type { Template } from '../template/compiled.ts';
import { cutText, oneLine } from '../text/clean-text.ts';

/** A name of Jira's that the event chooses from a list. Whatever the event holds, it is one of these. */
export type ChosenName = {
  readonly template: Template;
  readonly allow: readonly string[];
  /** Where the event names none of them. */
  readonly otherwise: string;
};

/** A name as the rules have it, or one that the event chooses. */
export type NameRule = string | ChosenName;

/** What an event chose, to tell people. */
export type Choice = {
  readonly name: string;
  /** What the template gave. */
  readonly given: string;
  readonly isAllowed: boolean;
  readonly problem: string | null;
};

export function isChosen(rule: unknown): rule is ChosenName {
  return typeof rule === 'object' && rule !== null && 'allow' in rule && Array.isArray(rule.allow);
}

/** @param key of the rules, for the warning that the event chose none of the list */
export function nameOf(event: AlertEvent, rule: NameRule, key: string, warnings: string[] = []): string {
  return typeof rule === 'string' ? rule : chosenName(event, rule, (why) => warnings.push(`${key}: ${why}`));
}

/** @param warn is told why the event chose none of the list */
export function chosenName(event: AlertEvent, rule: ChosenName, warn: (why: string) => void): string {
  const { name, given, isAllowed, problem } = choose(event, rule);
  if (problem !== null) warn(problem);
  if (isAllowed) return name;
  const why = given === '' ? 'the template gives nothing' : `${JSON.stringify(given)} is not allowed`;
  warn(`${why}, so it is ${name}`);
  return name;
}

/** The entry of the list that the event names, in any case and whatever blanks stand around it. */
export function choose(event: AlertEvent, { template, allow, otherwise }: ChosenName): Choice {
  const { text, problem } = template.render(event);
  const said = oneLine(text);
  const given = cutText(said, SHOWN);
  const found = allow.find((name) => name === said) ?? allow.find((name) => name.toLowerCase() === said.toLowerCase());
  return { name: found ?? otherwise, given, isAllowed: found !== undefined, problem };
}

/** Every name that the rule can give. */
export function namesIn(rule: NameRule): string[] {
  return typeof rule === 'string' ? [rule] : [...new Set([...rule.allow, rule.otherwise])];
}

/** In a log line. */
const SHOWN = 60;
