import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LedgerHome } from '../stack/ledger-home.ts';
import { nameProof, REPERFORMABLE } from './proofs.ts';
import type { Screen } from '../terminal/screen.ts';

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

/**
 * Computes the figures of each re-performable proof file again, and explains one, each in a process that has the file alone;
 * returns whether all held.
 */
export async function reperformProofs(home: LedgerHome, screen: Screen): Promise<boolean> {
  const run = async (name: string, ...args: [string, ...string[]]): Promise<Said> => {
    screen.step(`${args[0]} ${nameProof(name)}`);
    const said = await runAlone(join(home.example, nameProof(name)), ...args);
    if (said.exit !== 0) showFailure(screen, name, said);
    return said;
  };
  const outcomes: Said[] = [];
  for (const name of REPERFORMABLE) outcomes.push(await run(name, 'reperform'));
  outcomes.push(await run('inventory', 'explain', 'scope2/market'));
  const isSound = outcomes.every(({ exit }) => exit === 0);
  if (isSound) {
    const count = outcomes.reduce((sum, { output }) => sum + countFigures(output), 0);
    screen.good(`${count} figures computed again from the proof files alone, equal to the digit`);
  }
  return isSound;
}

function showFailure(screen: Screen, name: string, { output }: Said): void {
  screen.bad(`${nameProof(name)} cannot be computed again:`);
  for (const line of output.trimEnd().split('\n')) screen.line(line.trim());
}

/** Returns the first number of what `reperform` prints: how many figures it computed. */
function countFigures(output: string): number {
  return Number(/^✓ (\d+) of \d+ figures/.exec(output)?.[1] ?? 0);
}
