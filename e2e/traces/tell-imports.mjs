/**
 * For `node --import`: tells on standard output each module of OpenTelemetry that the process loads, but its API, which @prometheus-io/client
 * needs. What was built of our programs has no modules any more, and a loader of its own (tools/build/src/program/load.ts): there, each
 * file with the name of OpenTelemetry in it, by which its SDK and its exporter call themselves.
 */
import fs from 'node:fs';
import { registerHooks } from 'node:module';
import { sep } from 'node:path';

const { openSync } = fs;

registerHooks({
  load: (url, context, next) => {
    if (/@opentelemetry\/(?!api\/)/.test(url)) process.stdout.write(`loads ${url}\n`);
    return next(url, context);
  },
});

fs.openSync = (path, ...others) => {
  const [name] = /@opentelemetry\/(?!api\b)[a-z-]+/.exec(isBuilt(path) ? textOf(path) : '') ?? [];
  if (name !== undefined) process.stdout.write(`loads ${path} with ${name}\n`);
  return openSync(path, ...others);
};

function isBuilt(path) {
  return typeof path === 'string' && path.includes(`${sep}lib${sep}`) && path.endsWith('.js');
}

/** By the way of before, as to read a file opens it. */
function textOf(path) {
  const file = openSync(path, 'r');
  try {
    return fs.readFileSync(file, 'latin1');
  } finally {
    fs.closeSync(file);
  }
}
