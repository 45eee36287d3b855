import { EventJob, EventOutcome } from '@guance-jira/queue';

export interface JobLink {
  displayText: string;
  href: string;
}

/** Where a person wants to go from a job: to its issue, and without one to the event in Guance. With the route, where it is known. */
export function jobLink(
  job: { returnvalue: unknown; progress: unknown; data: unknown },
  guance: string,
): JobLink | undefined {
  const outcome = EventOutcome.safeParse(job.returnvalue).data;
  const event = EventJob.safeParse(job.data).data?.event;
  const route = outcome?.route ?? routeOf(job.progress);
  const named = (name: string) => (route ? `${name} · ${route}` : name);
  const issue = webAddress(outcome?.issueUrl);
  if (issue) return { displayText: named(outcome?.issueKey ?? ''), href: issue };
  const source = webAddress(event?.df_event_link);
  return source ? { displayText: named(guance), href: source } : undefined;
}

function routeOf(progress: unknown): string | null {
  const route: unknown = Reflect.get(Object(progress), 'route');
  return typeof route === 'string' ? route : null;
}

/** The link comes from the alert, so it could be a script. */
function webAddress(text: unknown): string | undefined {
  return typeof text === 'string' && /^https?:$/.test(URL.parse(text)?.protocol ?? '') ? text : undefined;
}
