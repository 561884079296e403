import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openReceiver, type Outcome } from '../../../server/webhooks/post-event.ts';

const STOP = new AbortController().signal;
/** Seconds for an attempt. */
const TIMEOUT = 1;
const LATE = 'no whole answer within 1 seconds';

let server: Server;
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  server.close();
  await once(server, 'close');
});

/** Sends an event to a receiver that does with its connection what it likes, from the first bytes on. */
async function send(behave: (socket: Socket) => void, body = '{}'): Promise<Outcome> {
  server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    socket.once('data', () => behave(socket));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
  const receiver = await openReceiver(url, { allowsPrivate: true, timeout: TIMEOUT });
  try {
    return await receiver.post(body, {}, STOP);
  } finally {
    receiver.close();
  }
}

/** Writes the same text again and again, as fast as it is read. */
function flood(socket: Socket, text: string): void {
  const chunk = text.repeat(1_000);
  const write = (): void => {
    while (!socket.destroyed && socket.write(chunk));
    if (!socket.destroyed) socket.once('drain', write);
  };
  write();
}

/** Writes a character every few milliseconds, without end. */
function drip(socket: Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), 20);
  socket.once('close', () => clearInterval(timer));
}

const failed = (error: unknown): Outcome => ({ status: null, error: error as string, answer: '', wish: 0 });
const SOME_ERROR = failed(expect.stringMatching(/./));

describe('A receiver of webhooks that', { timeout: 30_000 }, () => {
  it.each<[string, (socket: Socket) => void, Outcome]>([
    ['never answers', () => {}, failed(LATE)],
    [
      'answers header by header, character by character',
      (socket) => drip(socket, 'HTTP/1.1 200 OK\r\n'),
      SOME_ERROR,
    ],
    [
      'sends a header that does not end, slowly',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nX: ');
        drip(socket, 'a');
      },
      failed(LATE),
    ],
    [
      'sends headers without end',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        flood(socket, 'X: a\r\n');
      },
      SOME_ERROR,
    ],
    [
      'sends its body character by character',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n');
        drip(socket, 'a');
      },
      failed(LATE),
    ],
    [
      'sends a body without end',
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        flood(socket, 'abcd');
      },
      { status: 200, error: null, answer: 'abcd'.repeat(256), wish: 0 },
    ],
    ['says to continue, without end', (socket) => flood(socket, 'HTTP/1.1 100 Continue\r\n\r\n'), SOME_ERROR],
    [
      'changes to another protocol',
      (socket) =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: a\r\n\r\n'),
      SOME_ERROR,
    ],
    ['speaks another protocol', (socket) => socket.write('220 mail.example ESMTP\r\n'), SOME_ERROR],
    ['closes without an answer', (socket) => socket.end(), SOME_ERROR],
    [
      'closes in the middle of its answer',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc'),
      SOME_ERROR,
    ],
    [
      'sends two answers',
      (socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n'),
      { status: 204, error: null, answer: '', wish: 0 },
    ],
  ])('%s costs one attempt, no longer than its time', async (_, behave, outcome) => {
    const before = process.memoryUsage().arrayBuffers;
    expect(await send(behave)).toEqual(outcome);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 << 20);
  });

  it('reads nothing of a large event costs one attempt too', async () => {
    expect(await send((socket) => socket.pause(), 'x'.repeat(32 << 20))).toEqual(failed(LATE));
  });
});
