/** `match:` as a person writes it. */
import { z } from 'zod';
import { compileMatch } from '../../routing/match.ts';
import { accepting } from './values.ts';

const Scalar = z.union([z.string(), z.number(), z.boolean()]);
const Scalars = z.union([Scalar, z.array(Scalar).min(1)]);
const Exact = z.strictObject({ exact: Scalars });

const MatchValue = z
  .union([Scalar, z.array(Scalar).min(1), Exact, z.strictObject({ not: z.union([Scalars, Exact]) })], {
    error: 'expected a text, a list of texts, { not: … } or { exact: … }',
  })
  .superRefine(accepting(compileMatch))
  .describe('Exact, a list, a glob (db-*), /a regular expression/i, or with ! the opposite')
  .meta({ id: 'match-value' });

/** Named here for editors only: every field of the event can be matched. */
const known = {
  level: 'fatal, critical, error, warning, nodata, info, ok, security_critical … security_info',
  status: 'df_status in lower case',
  df_status: 'The level in the words of Guance; of a recovery ok',
  df_sub_status: 'Of a recovery its kind: ok, nodata_ok, nodata_as_ok, manual_ok',
  df_title: 'Title of the event',
  df_message: 'Text of the event, Markdown',
  df_monitor_checker_name: 'Name of the monitor, with {{host}} unfilled',
  df_monitor_checker_id: 'Id of the monitor, rul_…',
  df_monitor_name: 'Name of the alert policy',
  df_label: 'Labels of the monitor; one of them must fit',
  df_source: 'monitor, smartMonitor, change, slo, security, audit, user, …',
  df_workspace_name: 'Name of the workspace',
  df_workspace_uuid: 'Id of the workspace, wksp_…',
  df_site_name: 'Site of Guance',
};

export const Match = z
  .object(
    Object.fromEntries(
      Object.entries(known).map(([field, text]) => [field, MatchValue.optional().describe(text)]),
    ) as Record<keyof typeof known, z.ZodOptional<typeof MatchValue>>,
  )
  .catchall(MatchValue)
  .describe(
    'Field → value; all must fit. Any field of the event, tags.<name>, level. Without it the route takes every event',
  );
