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

/** The output of a program, and how it ended. */
interface ProgramRun {
  readonly exit: number | NodeJS.Signals;
  readonly output: string;
}

/**
 * Runs `ledger <command> <file> …` in a process that has only the proof file: it starts in a folder that contains only a copy of
 * the file, with an empty environment.
 */
async function runAlone(file: string, command: string, ...more: readonly string[]): Promise<ProgramRun> {
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

/** A figure of each act that is explained: the name of its proof file, and its key. */
const EXPLAINED = {
  inventory: 'scope2/market',
  'steel-accounts': 'flow/Northland/Southland/steel',
  steelworks: 'scope1/plant/harbour/blast-furnace/CO2',
  'panorama-countries': 'panorama/CN/gap/trade/gap/2022',
  'bar-footprint': 'footprint/steel-bar/pcfExcludingBiogenicUptake',
};

/** Which proof files of the example are computed again, and a figure of some of them that is explained. */
interface Reperformed {
  readonly names: readonly string[];
  readonly explained: Readonly<Record<string, string>>;
}

/**
 * Computes the figures of each re-performable proof file again and explains some of them, each in a process that has only the file.
 * Returns whether all of this succeeded.
 */
export async function reperformProofs(
  home: LedgerHome,
  screen: Screen,
  { names, explained }: Reperformed = { names: REPERFORMABLE, explained: EXPLAINED },
): Promise<boolean> {
  const run = async (name: string, ...args: [string, ...string[]]): Promise<ProgramRun> => {
    screen.step(`${args[0]} ${nameProof(name)}`);
    const outcome = await runAlone(join(home.example, nameProof(name)), ...args);
    if (outcome.exit !== 0) showFailure(screen, name, outcome);
    return outcome;
  };
  const outcomes: ProgramRun[] = [];
  for (const name of names) outcomes.push(await run(name, 'reperform'));
  for (const [name, key] of Object.entries(explained)) outcomes.push(await run(name, 'explain', key));
  const isSound = outcomes.every(({ exit }) => exit === 0);
  if (isSound) {
    const count = outcomes.reduce((sum, { output }) => sum + countFigures(output), 0);
    screen.good(`${count} figures computed again from the proof files alone, equal to the digit`);
  }
  return isSound;
}

function showFailure(screen: Screen, name: string, { output }: ProgramRun): void {
  screen.bad(`${nameProof(name)} cannot be computed again:`);
  for (const line of output.trimEnd().split('\n')) screen.line(line.trim());
}

/** Returns how many figures `reperform` computed: the number in its line about them. */
function countFigures(output: string): number {
  return Number(/^✓ (\d+) of \d+ figures/m.exec(output)?.[1] ?? 0);
}
