import type { RequestHandler } from 'express';

/** Bull Board knows a button only by its icon: these belong to what needs DASHBOARD_ALLOW_DELETE. */
const REFUSED_ICONS = ['trash-2', 'files', 'pencil', 'plus', 'ban'];

/** To limit the queue, which nobody may. */
const LIMITS = ['chart-no-axes-gantt', 'gauge'].map((icon) => `[role='menuitem']:has(> svg.lucide-${icon})`);
const EDITS = REFUSED_ICONS.flatMap((icon) => [
  `button:has(> svg.lucide-${icon})`,
  `[role='menuitem']:has(> svg.lucide-${icon})`,
]);

const styleOf = (selectors: readonly string[]) =>
  `/* Bull Board cannot leave out single actions; what the server refuses is not shown. */
${selectors.join(',\n')} {
  display: none;
}
`;

/** It names a font at Google's, which our Content-Security-Policy forbids; asked for or not, it only costs time. */
const FOREIGN_FONT = /<link href="https:\/\/fonts\.[^>]*>\s*/;

/** Changes the page of Bull Board: no font from elsewhere, and without `allowDelete` no button that would be refused. */
export function rewriteBoardHtml(allowDelete: boolean): RequestHandler {
  const style = styleOf(allowDelete ? LIMITS : [...LIMITS, ...EDITS]);
  const link = '<link href="static/guance-jira.css" rel="stylesheet">';
  return (req, res, next) => {
    if (req.path === '/static/guance-jira.css') return void res.type('css').send(style);
    // The page is a template that others render, so it is changed on its way out.
    if (!req.path.startsWith('/api/') && !req.path.startsWith('/static/')) {
      const send = res.send.bind(res);
      res.send = (body) =>
        send(typeof body === 'string' ? body.replace(FOREIGN_FONT, '').replace('</head>', `${link}</head>`) : body);
    }
    next();
  };
}
