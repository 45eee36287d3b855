import { expect, it } from 'vitest';
import { kindOf } from './kind-of.ts';

const custom = (type: string, name: string, items?: string) => ({
  type,
  ...(items === undefined ? {} : { items }),
  custom: `com.atlassian.jira.plugin.system.customfieldtypes:${name}`,
});

it.each([
  [custom('number', 'float'), 'number'],
  [custom('string', 'textfield'), 'text'],
  [custom('string', 'textarea'), 'textarea'],
  [custom('string', 'url'), 'url'],
  [custom('array', 'labels', 'string'), 'labels'],
  [custom('date', 'datepicker'), 'date'],
  [custom('datetime', 'datetime'), 'datetime'],
  [custom('option', 'select'), 'option'],
  [custom('option', 'radiobuttons'), 'option'],
  [custom('array', 'multiselect', 'option'), 'options'],
  [custom('array', 'multicheckboxes', 'option'), 'options'],
  [custom('option-with-child', 'cascadingselect'), 'cascade'],
  [custom('user', 'userpicker'), 'user'],
  [custom('array', 'multiuserpicker', 'user'), 'users'],
  [custom('group', 'grouppicker'), 'group'],
  [custom('array', 'multigrouppicker', 'group'), 'groups'],
  [{ type: 'array', items: 'json', custom: 'com.pyxis.greenhopper.jira:gh-sprint' }, 'sprint'],
  [
    {
      type: 'array',
      items: 'sd-customerorganization',
      custom: 'com.atlassian.servicedesk:sd-customer-organizations',
    },
    'organizations',
  ],
  [{ type: 'string', system: 'environment' }, 'textarea'],
  [{ type: 'array', items: 'string', system: 'labels' }, 'labels'],
  [{ type: 'array', items: 'component', system: 'components' }, 'nameds'],
  [{ type: 'array', items: 'version', system: 'fixVersions' }, 'nameds'],
  [{ type: 'date', system: 'duedate' }, 'date'],
  [{ type: 'user', system: 'reporter' }, 'user'],
  [{ type: 'securitylevel', system: 'security' }, 'security'],
  [{ type: 'issuelink', system: 'parent' }, 'issue'],
  [{ type: 'string', custom: 'com.example.app:secret' }, 'any'],
  [{ type: 'number', custom: 'com.example.app:score' }, 'number'],
  [{ type: 'sd-customerrequesttype', custom: 'com.atlassian.servicedesk:vp-origin' }, 'any'],
  [{}, 'any'],
])('a field of %j is written as %s', (schema, kind) => {
  expect(kindOf(schema)).toBe(kind);
});
