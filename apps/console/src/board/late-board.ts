import type { RequestHandler } from 'express';
import type { BoardDeps } from './board.ts';

/** The board, loaded when somebody first asks for it: a tenth of what the console starts with, and most never open it. */
export function lateBoard(deps: BoardDeps): RequestHandler {
  let board: RequestHandler | null = null;
  return async (req, res, next) => {
    board ??= (await import('./board.ts')).createBoard(deps);
    return board(req, res, next);
  };
}
