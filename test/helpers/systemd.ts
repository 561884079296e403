import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { PROGRAM_ENV } from './program-env.ts';

/** The settings of a unit file that are used here. */
interface Unit {
  readonly command: readonly string[];
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Exit codes after which systemd does not start it again. */
  readonly final: readonly number[];
  /** Milliseconds after which systemd kills a service that it has asked to end. */
  readonly stopMs: number;
}

/** A service that was started. */
interface Running {
  readonly child: ChildProcess;
  readonly stopMs: number;
}

/** A substitute for systemd that runs unit files: it uses their command, folder, environment and credentials. */
export interface Systemd {
  /** The URL to which `systemctl` posts its arguments. It answers with 200 on success. */
  readonly url: string;
  /** The services that ended by themselves, with the ends of their logs. Exit codes that a unit expects are left out. */
  readonly failures: readonly string[];
  /** Rejects with the first failure, because systemd would start the service again, and this substitute does not. */
  readonly failed: Promise<never>;
  stop(): Promise<void>;
}

/** How to start the substitute for systemd. */
export interface SystemdOptions {
  /** The folder of the unit files. */
  readonly units: string;
  /** The folder for credentials and logs. */
  readonly state: string;
  /** Replaces paths and ports in unit files with those of the test. */
  readonly localise: (text: string) => string;
  /** Environment variables that override those of the units. */
  readonly environment: NodeJS.ProcessEnv;
}

/** Starts a substitute for systemd that runs the unit files of a folder. */
export async function startSystemd(options: SystemdOptions): Promise<Systemd> {
  const enabled = new Set<string>();
  const running = new Map<string, Running>();
  const failures: string[] = [];
  const failing = Promise.withResolvers<never>();
  failing.promise.catch(() => {});
  const fail = (failure: string): void => {
    failures.push(failure);
    failing.reject(new Error(failure));
  };

  const logOf = (name: string): string => join(options.state, `${name}.log`);
  const start = (name: string): void => {
    if (running.has(name)) return;
    const { command, folder, environment, final, stopMs } = readUnit(options, name);
    const [file = '', ...args] = command;
    const child = spawn(file, args, { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const log = logOf(name);
    for (const channel of [child.stdout, child.stderr])
      channel.on('data', (chunk: Buffer) => appendFileSync(log, chunk));
    running.set(name, { child, stopMs });
    child.once('close', (code, signal) => {
      if (running.get(name)?.child !== child) return;
      running.delete(name);
      if (code !== null && final.includes(code)) return;
      fail(`${name} exited with ${code ?? signal}:\n${readEnd(log)}`);
    });
  };
  const stop = async (name: string): Promise<void> => {
    const service = running.get(name);
    running.delete(name);
    if (service?.child.exitCode !== null) return;
    const { child, stopMs } = service;
    const late = setTimeout(() => {
      fail(`${name} did not end when it was asked to:\n${readEnd(logOf(name))}`);
      child.kill('SIGKILL');
    }, stopMs);
    child.kill('SIGTERM');
    await once(child, 'close');
    clearTimeout(late);
  };
  /** Returns the names of units without `.service`. The target means all enabled units. */
  const expand = (name: string): string[] => (name === 'carbon-ledger.target' ? [...enabled] : [name]);

  const act = async ([verb = '', ...words]: readonly string[]): Promise<boolean> => {
    const names = words.filter((word) => !word.startsWith('--')).flatMap(expand);
    switch (verb) {
      case 'daemon-reload':
        return true;
      case 'is-active':
        return names.every((name) => running.has(name));
      case 'enable':
        for (const name of names) enabled.add(name);
        for (const name of names) start(name);
        return true;
      case 'start':
        for (const name of names) start(name);
        return true;
      case 'stop':
      case 'restart':
        await Promise.all(names.map(stop));
        if (verb === 'restart') for (const name of names) start(name);
        return true;
      default:
        return false;
    }
  };

  const server = createServer((request, response) => {
    void (async () => {
      let command = '';
      for await (const chunk of request) command += String(chunk);
      const done = await act(command.trim().split(/\s+/)).catch((error: unknown) => {
        fail(String(error));
        return false;
      });
      response.writeHead(done ? 200 : 409).end();
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failures,
    failed: failing.promise,
    async stop() {
      await Promise.all([...running.keys()].map(stop));
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Returns the last lines of a log, or an empty text if nothing was logged. */
function readEnd(log: string): string {
  try {
    return readFileSync(log, 'utf8').slice(-2000);
  } catch {
    return '';
  }
}

/** Returns the lines of a unit file as pairs. */
export function parseUnit(text: string): [name: string, value: string][] {
  return text
    .split('\n')
    .filter((line) => /^\w+=/.test(line))
    .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]);
}

function readUnit({ units, state, localise, environment }: SystemdOptions, name: string): Unit {
  const [template = '', instance] = name.split('@');
  const file = join(units, `${template}${instance === undefined ? '' : '@'}.service`);
  const credentials = join(state, name);
  const text = readFileSync(file, 'utf8')
    .replaceAll('%i', instance ?? '')
    .replaceAll('%d', credentials)
    .replaceAll('%S', state);
  const lines = parseUnit(localise(text));
  const all = (key: string): string[] => lines.flatMap(([known, value]) => (known === key ? [value] : []));
  mkdirSync(credentials, { recursive: true, mode: 0o700 });
  for (const credential of all('LoadCredential')) {
    const [id = '', path = ''] = credential.split(':');
    copyFileSync(path, join(credentials, id));
  }
  const assignments = all('EnvironmentFile')
    .flatMap((path) => readFileSync(path, 'utf8').split('\n'))
    .filter((line) => /^\w+=/.test(line));
  const own = [...all('Environment'), ...assignments].map((line) => {
    const at = line.indexOf('=');
    return [line.slice(0, at), line.slice(at + 1)] as const;
  });
  const variables = Object.fromEntries(own);
  return {
    command: (all('ExecStart')[0] ?? '')
      .split(' ')
      .map((word) => word.replaceAll(/\$\{(\w+)\}/g, (_, variable: string) => variables[variable] ?? '')),
    folder: all('WorkingDirectory')[0] ?? '/',
    environment: { ...PROGRAM_ENV, ...variables, ...environment },
    final: all('RestartPreventExitStatus').map(Number),
    stopMs: Number(all('TimeoutStopSec')[0] ?? 90) * 1000,
  };
}
