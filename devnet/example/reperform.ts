import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LedgerHome } from '../stack/ledger-home.ts';
import { nameProof, REPERFORMABLE } from './proofs.ts';
import type { Teller } from '../terminal/tell.ts';

const LEDGER = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

/** What a program said, and how it ended. */
export interface Said {
  readonly exit: number | NodeJS.Signals;
  readonly output: string;
}

/**
 * Returns what `ledger <command> <file> …` says of a proof file in a process that has nothing else: it starts in an empty folder
 * that holds a copy of the file alone, and its environment is empty.
 */
export async function runAlone(file: string, command: string, ...more: readonly string[]): Promise<Said> {
  const folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-alone-'));
  try {
    await copyFile(file, join(folder, basename(file)));
    const child = spawn(process.execPath, [LEDGER, command, basename(file), ...more], {
      cwd: folder,
      env: {},
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const channel of [child.stdout, child.stderr])
      channel.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    return { exit: code ?? signal!, output };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Computes the figures of each re-performable proof file again from the file alone, and explains one; returns whether all held. */
export async function reperformProofs(home: LedgerHome, tell: Teller): Promise<boolean> {
  tell.part('6. Computed again, each by a process that has nothing but the file');
  const run = async (name: string, ...args: [string, ...string[]]): Promise<boolean> => {
    const [command, ...more] = args;
    tell.say(['ledger', command, nameProof(name), ...more].join(' '));
    const { exit, output } = await runAlone(join(home.example, nameProof(name)), ...args);
    for (const line of output.trimEnd().split('\n')) tell.note(line);
    return exit === 0;
  };
  let sound = true;
  for (const name of REPERFORMABLE) sound = (await run(name, 'reperform')) && sound;
  tell.say(
    `${nameProof('disclosure')} shows the exchange three figures and no row: what they were made of is for the auditor`,
  );
  return (await run('inventory', 'explain', 'scope2/market')) && sound;
}
