import type { Panel, Row } from './panel.ts';

const DATASOURCE = { type: 'prometheus', uid: '$datasource' };
const STAT_HEIGHT = 4;
const HEIGHT = 8;

/** The dashboard as Grafana imports it: the data source and the scrape jobs are chosen at the top. */
export function grafanaDashboard(rows: readonly Row[]): object {
  return {
    uid: 'guance-jira',
    title: 'guance-jira',
    description: 'Guance alerts become Jira issues. 观测云告警转为 Jira 工单。',
    tags: ['guance-jira', 'jira', 'guance'],
    schemaVersion: 39,
    version: 1,
    editable: true,
    graphTooltip: 1,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    timezone: 'browser',
    templating: {
      list: [
        { name: 'datasource', label: 'Data source · 数据源', type: 'datasource', query: 'prometheus' },
        {
          name: 'job',
          label: 'Scrape job · 采集任务',
          type: 'query',
          datasource: DATASOURCE,
          definition: 'label_values(guance_jira_build_info, job)',
          query: { query: 'label_values(guance_jira_build_info, job)', refId: 'job' },
          refresh: 2,
          sort: 1,
          multi: true,
          includeAll: true,
          allValue: '.*',
          current: { selected: true, text: ['All'], value: ['$__all'] },
        },
      ],
    },
    annotations: {
      list: [
        {
          name: 'Alerts · 告警',
          datasource: DATASOURCE,
          enable: true,
          expr: 'ALERTS{alertname=~"GuanceJira.*", alertstate="firing"}',
          titleFormat: '{{alertname}}',
          iconColor: 'red',
        },
      ],
    },
    panels: placed(rows),
  };
}

function placed(rows: readonly Row[]): object[] {
  const panels: object[] = [];
  let id = 0;
  let y = 0;
  const next = () => {
    id += 1;
    return id;
  };
  for (const row of rows) {
    panels.push({
      id: next(),
      type: 'row',
      title: row.title,
      collapsed: false,
      gridPos: { x: 0, y, w: 24, h: 1 },
      panels: [],
    });
    y += 1;
    let x = 0;
    let height = 0;
    for (const panel of row.panels) {
      const h = panel.kind === 'stat' ? STAT_HEIGHT : HEIGHT;
      if (x + panel.width > 24) {
        x = 0;
        y += height;
        height = 0;
      }
      panels.push({ id: next(), gridPos: { x, y, w: panel.width, h }, ...drawn(panel) });
      x += panel.width;
      height = Math.max(height, h);
    }
    y += height;
  }
  return panels;
}

const TYPES = { stat: 'stat', lines: 'timeseries', table: 'table' } as const;

function drawn(panel: Panel): object {
  const instant = panel.kind !== 'lines';
  return {
    type: TYPES[panel.kind],
    title: panel.title,
    description: panel.about.join('\n\n'),
    datasource: DATASOURCE,
    targets: panel.queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode(65 + index),
      datasource: DATASOURCE,
      expr,
      legendFormat: legend === '' ? '__auto' : legend,
      ...(instant ? { instant: true, range: false } : { range: true }),
      ...(panel.kind === 'table' ? { format: 'table' } : {}),
    })),
    fieldConfig: { defaults: defaultsOf(panel), overrides: [] },
    options: optionsOf(panel.kind),
    ...(panel.kind === 'table'
      ? { transformations: [{ id: 'organize', options: { excludeByName: { Time: true }, renameByName: {} } }] }
      : {}),
  };
}

function defaultsOf({ kind, unit, limits, stacked }: Panel): object {
  const steps = [
    { color: limits?.good === undefined ? 'green' : 'red', value: null },
    ...(limits?.good === undefined ? [] : [{ color: 'green', value: limits.good }]),
    ...(limits?.warn === undefined ? [] : [{ color: 'yellow', value: limits.warn }]),
    ...(limits?.bad === undefined ? [] : [{ color: 'red', value: limits.bad }]),
  ];
  return {
    unit: unit ?? 'short',
    min: kind === 'table' ? undefined : 0,
    decimals: kind === 'stat' && unit === undefined ? 0 : undefined,
    thresholds: { mode: 'absolute', steps },
    color: kind === 'lines' ? { mode: 'palette-classic' } : { mode: 'thresholds' },
    custom:
      kind === 'lines'
        ? {
            lineWidth: 1,
            fillOpacity: stacked ? 30 : 5,
            showPoints: 'never',
            spanNulls: false,
            stacking: { mode: stacked ? 'normal' : 'none' },
            thresholdsStyle: { mode: limits ? 'line' : 'off' },
          }
        : undefined,
  };
}

function optionsOf(kind: Panel['kind']): object {
  if (kind === 'stat')
    return { colorMode: 'background', graphMode: 'none', textMode: 'auto', reduceOptions: { calcs: ['lastNotNull'] } };
  if (kind === 'table') return { showHeader: true, footer: { show: false } };
  return {
    legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
    tooltip: { mode: 'multi', sort: 'desc' },
  };
}
