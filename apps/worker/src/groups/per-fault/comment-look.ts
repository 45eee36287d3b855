import { type AlertEvent, type CommentLook, type IssueRoute, languageOf } from '@guance-jira/mapping';

/** In whose language and time zone the comments of a route are, and which times need no date. */
export function lookOf(route: IssueRoute, event: AlertEvent, beside: number | null): CommentLook {
  const { timezone, name } = route;
  return { language: languageOf(route.language, event.language), timezone, route: name, beside };
}
