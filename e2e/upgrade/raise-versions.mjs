// For `node --import`: the program is that of the next version, as the list in NEXT_VERSION says which words of which file change.
import { registerHooks } from 'node:module';

const changes = JSON.parse(process.env.NEXT_VERSION);

registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context);
    const own = changes.filter(([file]) => url === file);
    if (own.length === 0) return loaded;
    const source = own.reduce((text, [, from, to]) => text.replace(from, to), String(loaded.source));
    process.stdout.write(`next version: ${url}\n`);
    return { ...loaded, source };
  },
});
