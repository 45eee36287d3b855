import { fieldsFrom, type OptionIds } from '../fields/catalogue.ts';
import type { FieldCatalogue } from '../fields/options.ts';
import { type FullProjectOptions, type IssueTypeOptions, ProjectOptions } from '../options.ts';
import type { WorkflowOptions } from '../workflow/options.ts';
import type { Statuses } from '../workflow/statuses.ts';
import { builtInWorkflow, type Workflow, workflowFrom } from '../workflow/workflow.ts';
import { priorities } from './defaults.ts';
import type { IssueType, NamedId, Project } from './model.ts';

/** What a project takes from its site. */
export type SiteParts = {
  fields: FieldCatalogue;
  workflows: Readonly<Record<string, WorkflowOptions>>;
  statuses: Statuses;
  /** One id per name over all projects, as Jira's issue types are global. */
  issueTypeId: (name: string) => string;
  optionId: OptionIds;
};

/** Throws a ZodError where the options are malformed, an Error where they name what the site has not. */
export function projectFrom(input: ProjectOptions, id: string, site: SiteParts): Project {
  const options = ProjectOptions.parse(input);
  const { key, type, screenFields, editScreenFields, allowUnassigned, denied, createMeta, metaPageSize } = options;
  const { newIssuesVisibleTo, mayNotBrowse, resolution } = options;
  const workflow = (choice: string | WorkflowOptions) => workflowOf(choice, resolution, site);
  return {
    ...{ id, key, type, screenFields, editScreenFields, allowUnassigned, denied, createMeta, metaPageSize },
    ...{ newIssuesVisibleTo, mayNotBrowse, options: input },
    name: options.name ?? key,
    issueTypes: options.issueTypes.map((given) => issueTypeFrom(given, site, workflow)),
    priorities: options.priorities.map((name, n) => priorityNamed(name, n)),
    fields: fieldsFrom(catalogueOf(options, site), site.optionId),
    workflow: workflow(options.workflow),
  };
}

function issueTypeFrom(
  given: IssueTypeOptions,
  site: SiteParts,
  workflow: (choice: string | WorkflowOptions) => Workflow,
): IssueType {
  if (typeof given === 'string') return { id: site.issueTypeId(given), name: given, subtask: false };
  const { workflow: own, subtask = false, ...rest } = given;
  const workflowOfType = own === undefined ? undefined : workflow(own);
  return { ...rest, id: site.issueTypeId(given.name), subtask, workflow: workflowOfType };
}

function workflowOf(
  choice: string | WorkflowOptions,
  resolution: 'automatic' | 'optional' | 'required' | 'none',
  { workflows, statuses }: SiteParts,
): Workflow {
  if (typeof choice !== 'string') return workflowFrom(choice, statuses);
  if (choice === 'simple' || choice === 'steps' || choice === 'locked')
    return builtInWorkflow({ shape: choice, resolution }, statuses);
  const named = Object.hasOwn(workflows, choice) ? workflows[choice] : undefined;
  if (named === undefined) throw new Error(`the site has no workflow "${choice}"`);
  return workflowFrom(named, statuses);
}

/** The site's fields, with what the project says over them; fields that only a transition's screen has bring themselves. */
function catalogueOf(options: FullProjectOptions, site: SiteParts): FieldCatalogue {
  const catalogue: FieldCatalogue = { ...site.fields };
  const lay = (id: string, field: FieldCatalogue[string]) => {
    catalogue[id] = { ...catalogue[id], ...field };
  };
  for (const { id, ...field } of options.customFields) lay(id, field);
  for (const [id, field] of Object.entries(options.fields)) lay(id, field);
  const choices = [
    options.workflow,
    ...options.issueTypes.map((type) => (typeof type === 'string' ? undefined : type.workflow)),
  ];
  for (const choice of choices) {
    const workflow = typeof choice === 'string' ? site.workflows[choice] : choice;
    const screens = [...Object.values(workflow?.transitions ?? {}).flat(), ...(workflow?.global ?? [])];
    for (const { fields } of screens) {
      for (const [id, { required: _, ...field }] of Object.entries(fields ?? {})) {
        if (catalogue[id] === undefined && id.startsWith('customfield_')) catalogue[id] = { ...field, screens: [] };
      }
    }
  }
  return catalogue;
}

function priorityNamed(name: string, position: number): NamedId {
  return priorities.find((known) => known.name === name) ?? { id: String(10_100 + position), name };
}
