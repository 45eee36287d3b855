import { createServer, type IncomingMessage } from 'node:http';
import { listen } from '../transport/listen.ts';

/** Whoever NOTIFY_URL names: notes each message, and answers as DingTalk does. */
export interface Robot {
  readonly port: number;
  /** Holds a token in its query, as the robots of chats have one. */
  readonly url: string;
  readonly messages: Message[];
  /** The titles of messages about one condition, oldest first. */
  about(condition: string): string[];
  /** From now on answers with this status; the message counts as refused. */
  refuse(status: number | null): void;
  close(): Promise<void>;
}

export type Message = Record<string, unknown> & { condition: string; say: string; title: string; text: string };

export async function startRobot(token = 'robot-token-0123456789'): Promise<Robot> {
  const messages: Message[] = [];
  let refusing: number | null = null;
  const server = createServer(async (request, response) => {
    const body = await jsonOf(request);
    if (refusing === null) messages.push(body);
    response.writeHead(refusing ?? 200).end('{"errcode":0,"errmsg":"ok"}');
  });
  const { port, close } = await listen(server);
  return {
    port,
    url: `http://127.0.0.1:${port}/robot/send?access_token=${token}`,
    messages,
    about: (condition) => messages.filter((message) => message.condition === condition).map(({ say }) => say),
    refuse: (status) => {
      refusing = status;
    },
    close,
  };
}

async function jsonOf(request: IncomingMessage): Promise<Message> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return JSON.parse(Buffer.concat(parts).toString('utf8'));
}
