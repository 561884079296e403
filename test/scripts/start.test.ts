import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

interface Run {
  readonly exitCode: number | null;
  readonly stderr: string;
  /** The programs that were run, in order. */
  readonly calls: string[];
}

let folder: string;
let server: Server;
let port: number;

/** A checkout without dependencies: its set-up, its npm and its ledger only write that they were run. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-start-'));
  for (const name of ['scripts', 'devnet', 'bin']) await mkdir(join(folder, name));
  for (const name of ['start.mjs', 'find-listener.mjs'])
    await cp(join(ROOT, 'scripts', name), join(folder, 'scripts', name));
  const call = (what: string): string =>
    `import { appendFileSync } from 'node:fs';\nappendFileSync(${JSON.stringify(join(folder, 'calls'))}, ${what});\n`;
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await writeFile(join(folder, 'scripts/set-up.mjs'), call(`'set-up\\n'`));
  await writeFile(
    join(folder, 'devnet/start.ts'),
    call(`['start', ...process.argv.slice(2)].join(' ') + '\\n'`),
  );
  await writeFile(join(folder, 'bin/npm'), `#!/bin/sh\necho "npm $*" >> ${folder}/calls\n`);
  await chmod(join(folder, 'bin/npm'), 0o755);
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

async function start(args: readonly string[], settings: Record<string, string> = {}): Promise<Run> {
  await writeFile(join(folder, 'calls'), '');
  const env = { PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, ...settings };
  const { exitCode, stderr } = await new Promise<Omit<Run, 'calls'>>((done) => {
    const child = execFile(
      process.execPath,
      [join(folder, 'scripts/start.mjs'), ...args],
      { env },
      (_, __, err) => done({ exitCode: child.exitCode, stderr: err }),
    );
  });
  const calls = (await readFile(join(folder, 'calls'), 'utf8')).split('\n').slice(0, -1);
  return { exitCode, stderr, calls };
}

const ALL = ['set-up', 'npm run --silent portal -- --if-changed'];

describe('npm start', () => {
  it('says before the set-up that the port is in use, who uses it, and how to choose another', async () => {
    const runs = [
      await start(['--port', String(port)]),
      await start([`--port=${port}`]),
      await start([], { PORT: String(port) }),
      await start(['--port', '1'], { PORT: String(port), DATABASE_URL: 'postgres://a' }),
    ];
    expect(runs[0]!.stderr).toMatch(/as in npm start -- --port \d+ /);
    expect(runs[3]!.stderr).toMatch(/as in PORT=\d+ npm start /);
    for (const { exitCode, stderr, calls } of runs) {
      expect({ exitCode, calls }).toEqual({ exitCode: 1, calls: [] });
      expect(stderr).toContain(`error (port-in-use): Port ${port} is in use`);
      if (process.platform === 'linux') expect(stderr).toContain(`(process ${process.pid})`);
    }
  });

  it('sets up and starts with its arguments where the port is free, is chosen later, or is none', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const other = String((free.address() as AddressInfo).port);
    free.close();
    for (const [args, settings] of [
      [['--port', other], {}],
      [['--port', '0'], {}],
      [['--once'], { PORT: String(port) }],
      [['--help'], { PORT: String(port) }],
      [['--port', 'x'], {}],
    ] as const) {
      const { exitCode, calls } = await start(args, settings);
      expect({ exitCode, calls }).toEqual({ exitCode: 0, calls: [...ALL, `start ${args.join(' ')}`] });
    }
  });
});
