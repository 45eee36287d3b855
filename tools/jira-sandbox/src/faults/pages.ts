import type { Answer } from '../answer.ts';

export const pageNames = [
  'edge-404',
  'gateway-404',
  'tomcat-400',
  'nginx-405',
  'nginx-413',
  'cloudfront-403',
  'maintenance-200',
] as const;
export type PageName = (typeof pageNames)[number];

/**
 * What stands before a Jira answers in its place, word for word where a recording is known: the edge of Atlassian's cloud and the
 * gateway before it (October 2026), Tomcat, nginx, CloudFront. None of them has Jira's own headers.
 */
export function pageAnswer(name: PageName): Answer {
  return pages[name];
}

const page = (status: number, title: string, text: string, headers: Record<string, string>): Answer => ({
  status,
  text: `<!DOCTYPE html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>`,
  headers: { 'content-type': 'text/html', ...headers },
});

const nginx = { server: 'nginx' };

const pages: Record<PageName, Answer> = {
  'edge-404': page(404, 'Page Unavailable', 'Your Atlassian Cloud site is currently unavailable.', {
    server: 'AtlassianEdge',
    'atl-missing-tcs': 'true',
  }),
  'gateway-404': {
    status: 404,
    body: {
      timestamp: '2026-10-08T07:00:00.000000000Z',
      status: 404,
      error: 'Not Found',
      message: 'No message available',
      path: '/ex/jira/rest/api/3',
    },
    headers: {
      'content-type': 'application/json',
      server: 'AtlassianEdge',
      'x-failure-category': 'FAILURE_CLIENT_TCS',
    },
  },
  'tomcat-400': page(400, 'HTTP Status 400 – Bad Request', '', { 'content-type': 'text/html;charset=utf-8' }),
  'nginx-405': page(405, '405 Not Allowed', 'nginx', nginx),
  'nginx-413': page(413, '413 Request Entity Too Large', 'nginx', nginx),
  'cloudfront-403': page(403, 'ERROR: The request could not be satisfied', '403 ERROR', {
    server: 'CloudFront',
    'x-cache': 'Error from cloudfront',
  }),
  'maintenance-200': page(200, 'Planned maintenance', 'Jira is back at 10:00.', nginx),
};
