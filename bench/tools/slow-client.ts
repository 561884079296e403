/** Many connections that use a server slowly. One that is answered or cut off is opened again. */
import { type Socket, connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { serveOrder } from './client.ts';
import { SLOW_KINDS, type SlowKind, type Slowness } from './slow-kinds.ts';

/** What the connections do, from which addresses, and with which server. */
export interface SlowOrder {
  readonly url: string;
  readonly kind: SlowKind;
  readonly connections: number;
  readonly addresses: readonly string[];
}

/** How the connections fared. */
export interface SlowReport {
  /** How often a connection was opened again during the run. */
  readonly again: number;
}

const PAUSE = 1_000;
/** Connections are opened this many milliseconds apart. */
const APART = 10;
/** Milliseconds after which the first are cut off or answered: the run begins then. */
const SETTLE = 5_000;

serveOrder(async ({ url, kind, connections, addresses }: SlowOrder) => {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let [again, isDone] = [0, false];

  const open = (localAddress: string): void => {
    const slowness: Slowness = SLOW_KINDS[kind];
    const socket = connect({ host: hostname, port: Number(port), localAddress });
    sockets.add(socket);
    socket.on('error', () => {}).write(slowness.begin);
    if (slowness.reads) socket.once('data', () => socket.destroy());
    else socket.pause();
    const { drip } = slowness;
    const timer = drip === undefined ? undefined : setInterval(() => socket.write(drip), PAUSE);
    socket.once('close', () => {
      clearInterval(timer);
      sockets.delete(socket);
      if (isDone) return;
      again++;
      setTimeout(() => isDone || open(localAddress), PAUSE);
    });
  };

  for (let at = 0; at < connections; at++) {
    open(addresses[at % addresses.length]!);
    await wait(APART);
  }
  await wait(SETTLE);
  const before = again;
  return () => {
    isDone = true;
    for (const socket of sockets) socket.destroy();
    return Promise.resolve({ accepted: 0, again: again - before });
  };
});
