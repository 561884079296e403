import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const MAIN = resolve(import.meta.dirname, '../../cli/main.ts');
const TIMEOUT = 30_000;

/** A client that started the server, and speaks on its standard input. */
function start() {
  const child = spawn(process.execPath, [MAIN, 'mcp'], { cwd: tmpdir(), stdio: 'pipe' });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  return {
    child,
    lines: () =>
      out
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { id: unknown; result?: object; error?: object }),
    write: (text: string) => void child.stdin.write(text),
    /** Resolves when so many lines have come. */
    async hear(count: number): Promise<void> {
      while (out.split('\n').length <= count) await once(child.stdout, 'data');
    },
    ended: once(child, 'exit') as Promise<[code: number | null, signal: string | null]>,
  };
}

function message(id: number, method: string, params: object): string {
  return `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;
}

const HELLO = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'test', version: '1.0.0' },
};

describe('On standard input, the server', () => {
  it(
    'goes on after a line that is not a message, and ends with its input, in the middle of a message',
    { timeout: TIMEOUT },
    async () => {
      const { child, lines, write, hear, ended } = start();
      write(`no JSON\n${message(1, 'initialize', HELLO)}${message(2, 'tools/list', {})}`);
      await hear(2);
      write('{"jsonrpc":"2.0","id":3,"meth');
      child.stdin.end();
      expect(await ended).toEqual([0, null]);
      expect(lines().map(({ id, result }) => [id, result !== undefined])).toEqual([
        [1, true],
        [2, true],
      ]);
    },
  );

  it('ends at once when it is stopped during a call', { timeout: TIMEOUT }, async () => {
    const { child, write, hear, ended } = start();
    write(message(1, 'initialize', HELLO));
    await hear(1);
    write(message(2, 'tools/call', { name: 'methods', arguments: {} }));
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});
