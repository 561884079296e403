import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Part, planPart } from './part.ts';
import { type Site, withLog } from './site.ts';
import { PROGRAM_ENV } from '../helpers/program-env.ts';

/** Settings of a program, by environment variable. */
export type Settings = Readonly<Record<string, string>>;

/** A program of a ledger, run as a process of its own. */
export interface Program {
  readonly name: string;
  readonly main: keyof typeof READY;
  readonly settings: Settings;
}

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What each program logs when it is ready. */
const READY = {
  'indexer/main.ts': 'The indexer follows the chain.',
  'server/main.ts': 'The server runs.',
  'test/endurance/fixtures/small-batches.ts': 'The server runs.',
} as const;

/** Plans a program. Its URL is stored in `urls` under its name. */
export function planProgram(site: Site, { name, main, settings }: Program, urls: Map<string, string>): Part {
  // By this name, the database can report which process holds a lock.
  const databaseUrl = `${settings['DATABASE_URL']}?application_name=${name}`;
  const env = { ...PROGRAM_ENV, ...settings, DATABASE_URL: databaseUrl };
  return planPart({
    name,
    launch: () =>
      withLog(site.home, name, (log) =>
        spawn(process.execPath, [join(ROOT, main)], { env, stdio: ['ignore', 'pipe', log] }),
      ),
    ready: async (child) => {
      urls.delete(name);
      const { url } = JSON.parse(await readLine(child, READY[main])) as { url?: string };
      if (url !== undefined) urls.set(name, url);
    },
    onLoss: site.onLoss,
  });
}

/** Resolves with the first line of standard output that contains a text; if none does, never. */
function readLine(child: ChildProcess, text: string): Promise<string> {
  return new Promise((resolve) => {
    let unread = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      const lines = (unread + chunk.toString()).split('\n');
      unread = lines.pop() ?? '';
      const line = lines.find((each) => each.includes(text));
      if (line !== undefined) resolve(line);
    });
  });
}
