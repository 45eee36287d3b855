/** The sprints that can be named: the active ones of the project's boards. */
import { z } from 'zod';
import { expected } from '../adapter.ts';
import { concernsAll } from '../tracker/classify-response.ts';
import { JiraFailure } from '../tracker/failure.ts';
import type { Choices } from '../tracker/records/create-schema.ts';
import type { Transport } from '../transport/transport.ts';

/** A project has one, rarely a few. */
const MAX_BOARDS = 3;

const Boards = z.object({ values: z.array(z.object({ id: z.number() })) });
const Sprints = z.object({ values: z.array(z.object({ id: z.number(), name: z.string() })) });

/** Null where Jira does not tell them: an id is taken as it is then. @throws JiraFailure that concerns all requests */
export async function readSprints(
  { sendRequest }: Transport,
  project: string,
  slot: () => Promise<void>,
): Promise<Choices | null> {
  const read = async <T>(schema: z.ZodType<T>, path: string, searchParams: Record<string, string>): Promise<T> => {
    await slot();
    return expected('agile', schema, await sendRequest({ url: `/rest/agile/1.0/board${path}`, searchParams }));
  };
  try {
    const boards = await read(Boards, '', { projectKeyOrId: project, type: 'scrum' });
    const sprints: Choices = [];
    for (const { id } of boards.values.slice(0, MAX_BOARDS)) {
      const { values } = await read(Sprints, `/${id}/sprint`, { state: 'active' });
      sprints.push(...values.map((sprint) => ({ id: String(sprint.id), text: sprint.name })));
    }
    return sprints;
  } catch (error) {
    if (!(error instanceof JiraFailure) || concernsAll(error)) throw error;
    return null;
  }
}
