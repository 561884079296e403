import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import { type AddressInfo, type Socket, connect } from 'node:net';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { limitUnread } from '../../../server/http/answers.ts';

/** More than the buffers of the system take. */
const ANSWER = Buffer.alloc(20 << 20, 'a');
const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
const LIMITS = { answers: 1_000, bytes: 1e9, idle: 60_000, waiting: 100 };
const WAIT = { timeout: 20_000 };

let server: Server;
let opened: Socket[];
let answered: number;

beforeEach(() => {
  opened = [];
  answered = 0;
});
afterEach(() => {
  for (const socket of opened) socket.destroy();
  server.closeAllConnections();
  server.close();
});

async function start(limits: Partial<typeof LIMITS>): Promise<void> {
  const app = express();
  app.use(limitUnread({ ...LIMITS, ...limits })).get('/', (_request, response) => {
    answered++;
    response.end(ANSWER);
  });
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
}

/** Sends requests on one connection and never reads the answers. */
async function neglect(requests = 1): Promise<void> {
  const before = answered;
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').pause();
  opened.push(socket.on('error', () => {}));
  socket.write(GET.repeat(requests));
  await expect.poll(() => answered, WAIT).toBe(before + 1);
}

const countConnections = (): Promise<number> =>
  new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));

async function readWhole(): Promise<number> {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { Connection: 'close' } });
  return (await response.arrayBuffer()).byteLength;
}

describe('answers that are not read', { timeout: 60_000 }, () => {
  it.each([
    ['bytes', { answers: 1_000, bytes: 3 * ANSWER.length + 10_000, idle: 60_000 }],
    ['answers', { answers: 3, bytes: 1e9, idle: 60_000 }],
  ])('are cut off at the limit of %s, the oldest first, and others are read', async (_, limits) => {
    await start(limits);
    for (let at = 0; at < 6; at++) await neglect();
    await expect.poll(countConnections, WAIT).toBe(3);
    expect(await readWhole()).toBe(ANSWER.length);
  });

  it('are cut off when nothing was read for some time', async () => {
    await start({ answers: 1_000, bytes: 1e9, idle: 300 });
    await neglect();
    await expect.poll(countConnections, WAIT).toBe(0);
  });

  it('keep further requests of the same connection waiting, which are answered once it reads', async () => {
    await start({ answers: 1_000, bytes: 1e9, idle: 60_000 });
    await neglect(3);
    expect(await readWhole()).toBe(ANSWER.length);
    expect(answered).toBe(2);
    opened[0]!.resume();
    await expect.poll(() => answered, WAIT).toBe(4);
  });

  it('cut the connection off where more requests wait than a client sends: they take memory', async () => {
    const app = express();
    app.use(limitUnread({ ...LIMITS, waiting: 10 })).get('/', (_request, response) => {
      answered++;
      response.write('event');
    });
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const send = async (requests: number): Promise<Socket> => {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
      opened.push(socket.on('error', () => {}));
      socket.write(GET.repeat(requests));
      await once(socket, 'data');
      return socket;
    };
    const patient = await send(11);
    const flooding = await send(1);
    flooding.write(GET.repeat(5_000));
    await new Promise((resolve) => void flooding.once('close', resolve));
    expect([answered, patient.destroyed]).toEqual([2, false]);
    await expect.poll(countConnections, WAIT).toBe(1);
  });
});
