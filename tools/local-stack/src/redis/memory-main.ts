/** A Redis in memory as a process of its own, for a look around where no real one can be had. Port: the first argument. */
import { createRedisServer } from 'js-redis-server';

const server = await createRedisServer({ port: Number(process.argv[2]) });
process.once('SIGTERM', () => {
  void server.close().then(() => process.exit(0));
});
