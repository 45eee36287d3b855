import type { Answer } from '../answer.ts';
import { pageAnswer } from './pages.ts';
import type { FaultAction } from './rule.ts';

/** What a fault can do to one exchange. `commit` carries the request out and resolves with the true answer. */
export type Exchange = {
  commit: () => Promise<Answer>;
  send: (answer: Answer) => void;
  /** Without the headers that Jira puts on all it says. */
  sendForeign: (answer: Answer) => void;
  sendCut: (answer: Answer) => void;
  sendSlowly: (answer: Answer, ms: number) => Promise<void>;
  reset: () => void;
  sleep: (ms: number) => Promise<void>;
};

const loginPage =
  '<!DOCTYPE html><html><head><title>Log in</title></head><body><form action="/login">Log in to continue</form></body></html>';

/** Plays one fault. A request that is neither answered nor reset keeps its connection open, as a hung server does. */
export async function act(action: FaultAction, exchange: Exchange): Promise<void> {
  if (typeof action === 'string') return actBare(action, exchange);
  if ('respond' in action) {
    if (action.when === 'after') await exchange.commit();
    return exchange.send(madeUp(action.respond));
  }
  if ('page' in action) {
    if (action.when === 'after') await exchange.commit();
    return exchange.sendForeign(typeof action.page === 'string' ? pageAnswer(action.page) : madeUp(action.page));
  }
  if ('hang' in action) return hang(action.hang, exchange);
  if ('html200' in action) return replace(action.html200, html(), exchange);
  if ('empty' in action) return sendEmpty(action.empty, exchange);
  if ('redirect' in action) {
    const { status, location } = action.redirect;
    return replace(action.when, { status, text: '', headers: { location } }, exchange);
  }
  if ('lateCommit' in action) {
    await exchange.sleep(action.lateCommit.ms);
    await exchange.commit();
    return;
  }
  if ('slowBody' in action) return exchange.sendSlowly(await exchange.commit(), action.slowBody.ms);
  if (action.when === 'before') await exchange.sleep(action.delayMs);
  const answer = await exchange.commit();
  if (action.when === 'after') await exchange.sleep(action.delayMs);
  exchange.send(answer);
}

async function actBare(action: Extract<FaultAction, string>, exchange: Exchange): Promise<void> {
  switch (action) {
    case 'pass':
      return exchange.send(await exchange.commit());
    case 'resetBefore':
      return exchange.reset();
    case 'resetAfter':
      await exchange.commit();
      return exchange.reset();
    case 'truncate':
      return exchange.sendCut(await exchange.commit());
    case 'truncateJson': {
      const { body, ...answer } = await exchange.commit();
      const text = answer.text ?? JSON.stringify(body ?? null);
      return exchange.send({ ...answer, text: text.slice(0, Math.floor(text.length / 2)) });
    }
    case 'html200':
      return replace('before', html(), exchange);
    case 'empty':
      return sendEmpty('after', exchange);
    case 'hang':
      return hang('before', exchange);
  }
}

async function replace(when: 'before' | 'after', answer: Answer, exchange: Exchange): Promise<void> {
  if (when === 'after') await exchange.commit();
  exchange.send(answer);
}

async function sendEmpty(when: 'before' | 'after', exchange: Exchange): Promise<void> {
  const status = when === 'after' ? (await exchange.commit()).status : 200;
  exchange.send({ status, text: '' });
}

async function hang(when: 'before' | 'after', exchange: Exchange): Promise<void> {
  if (when === 'after') await exchange.commit();
}

function html(): Answer {
  return { status: 200, text: loginPage, headers: { 'content-type': 'text/html;charset=UTF-8' } };
}

type Respond = Extract<FaultAction, { respond: unknown }>['respond'];

function madeUp({ status, headers = {}, body }: Respond): Answer {
  if (body === undefined) return { status, text: '', headers };
  return typeof body === 'string'
    ? { status, text: body, headers: { 'content-type': 'text/html;charset=UTF-8', ...headers } }
    : { status, body, headers };
}
