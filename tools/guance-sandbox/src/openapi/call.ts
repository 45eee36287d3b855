import type { Json, JsonObject } from '../state/model.ts';
import type { GuanceState } from '../state/state.ts';
import type { Answer } from './answer.ts';

/** One request that was let in, as the handlers see it. */
export type Call = {
  state: GuanceState;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  body: Json;
};

/** The content of the answer; lists have what stands beside it. */
export type Handler = (call: Call) => Json | Listed | Answer;

export class Listed {
  readonly content: Json;
  readonly pageInfo: JsonObject;
  constructor(content: Json, pageInfo: JsonObject) {
    this.content = content;
    this.pageInfo = pageInfo;
  }
}
