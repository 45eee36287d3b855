/** A Redis in memory as a process of its own, for a look around where no real one can be had. Port: the first argument. */
import { Server } from 'node:net';
import { createRedisServer } from 'js-redis-server';

// js-redis-server 0.3 listens on every interface and has no option for it; without a password it must stay on loopback.
const listen = Server.prototype.listen;
Reflect.set(Server.prototype, 'listen', function (this: Server, port: number) {
  return Reflect.apply(listen, this, [{ port, host: '127.0.0.1' }]);
});

const server = await createRedisServer({ port: Number(process.argv[2]) });
process.once('SIGTERM', () => {
  void server.close().then(() => process.exit(0));
});
