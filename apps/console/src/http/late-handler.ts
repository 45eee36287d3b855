import type { RequestHandler } from 'express';

/** A handler that is loaded when somebody first asks: what a console at rest never needs, it neither reads nor keeps. */
export function lateHandler(load: () => Promise<RequestHandler>): RequestHandler {
  let loading: Promise<RequestHandler> | null = null;
  let loaded: RequestHandler | null = null;
  return async (req, res, next) => {
    if (loaded === null) {
      loading ??= load();
      try {
        loaded = await loading;
      } catch (error) {
        // The next one who asks tries again.
        loading = null;
        throw error;
      }
    }
    return loaded(req, res, next);
  };
}
