/** For `node --import`: tells on standard output each module of OpenTelemetry that the process loads, but its API, which @prometheus-io/client needs. */
import { registerHooks } from 'node:module';

registerHooks({
  load: (url, context, next) => {
    if (/@opentelemetry\/(?!api\/)/.test(url)) process.stdout.write(`loads ${url}\n`);
    return next(url, context);
  },
});
