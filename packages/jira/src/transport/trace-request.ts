import type { Span, Tracing } from '@guance-jira/service';
import type { JiraFailure } from '../tracker/failure.ts';

/**
 * The span of one request to Jira, named by OpenTelemetry's conventions for HTTP. Ids are taken out of the path, and the query
 * is left out, which can hold an e-mail address.
 */
export function traceRequest(tracing: Tracing, base: URL, method: string, path: string): Span {
  const template = templateOf(path);
  return tracing.start(`${method} ${template}`, {
    kind: 'client',
    attributes: {
      'http.request.method': method,
      'url.template': template,
      'url.full': `${base.origin}${base.pathname.replace(/\/$/, '')}${path}`,
      'server.address': base.hostname,
      'server.port': Number(base.port || (base.protocol === 'https:' ? 443 : 80)),
    },
  });
}

/** Codes only: Jira's words may quote people's texts. */
export function endRequestSpan(span: Span, status: number | null, failure: JiraFailure | null): void {
  if (status !== null) span.set({ 'http.response.status_code': status });
  const cause = failure?.facts.cause;
  span.end(status !== null && cause === 'status' ? String(status) : cause);
}

/** The version of the API is a number too, but one that belongs to the template. */
function templateOf(path: string): string {
  return path
    .replace(/^(\/rest\/api\/[^/]+\/issue\/)(?!createmeta|bulkfetch)[^/]+/, '$1{issueIdOrKey}')
    .replace(/(?<!\/rest\/api)\/\d+(?=\/|$)/g, '/{id}');
}
