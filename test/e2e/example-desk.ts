import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openRpc } from '../../chain/rpc/rpc.ts';
import { runLine } from '../cli/test-terminal.ts';
import { splitWords } from '../helpers/command-lines.ts';
import { findHash, type LedgerRun, type ReaderSetting } from './ledger-turns.ts';
import type { Located } from './started-ledger.ts';

/** A line to run, and what a reader of it knows. */
export interface Step {
  /** An example as `--help` prints it, with continued lines joined; or a line that the examples after it need. */
  readonly line: string;
  readonly isExample: boolean;
  /** Names of the values that replace `0x…`, `0x58c1…`, `0x1f3a55c0`, `3f1d…` and `2c6f…`, in the order of the line. */
  readonly fill: readonly string[];
  /** The name for the first id or address that it prints. */
  readonly keep?: string;
  /** The name of the address that pays for it, and first gets some of the chain's currency. */
  readonly fund?: string;
  readonly exit: number;
  /** Whether it is run again until it ends so, for a minute at most: the ledger does something meanwhile. */
  readonly waits?: boolean;
  /** Files that are written before, by name: an id that the ledger gave is named as `<inventory>` in their text. */
  readonly writes?: Readonly<Record<string, string>>;
  /** The name for the id of the work that it asks for. It is then let run while lines after it do that work; the same line after them has its end. */
  readonly begins?: string;
  /** The lines of its output that are recorded, where it lists what others do meanwhile; all if not given. */
  readonly lines?: RegExp;
}

/** Milliseconds for which a line is run again, and between two runs. */
const [MOST_WAIT, PAUSE] = [60_000, 200];

/** Where the examples of `--help` run: a folder with the files that they name, and a ledger on this machine. */
export interface Desk {
  run(step: Step): Promise<LedgerRun>;
}

/** Opens the desk in a folder. */
export function openDesk(folder: string, located: Located, { password, takeTurn }: ReaderSetting): Desk {
  const known = new Map([['ledger', located.domain.ledger]]);
  /** Lines that run while others after them do. */
  const begun = new Map<string, Promise<LedgerRun>>();
  const valueOf = (name: string): string => {
    const value = known.get(name);
    if (value === undefined) throw new Error(`no line before printed the ${name}`);
    return value;
  };
  return {
    async run({ line, fill, keep, fund, exit, waits = false, writes = {}, begins }) {
      const call = fillPlaceholders(replaceUrls(line, located), fill.map(valueOf));
      const ending = begun.get(call);
      begun.delete(call);
      if (ending !== undefined) return ending;
      await removeOutput(folder, call);
      for (const [name, text] of Object.entries(writes))
        await writeFile(
          join(folder, name),
          text.replaceAll(/<(.+?)>/g, (_, id: string) => valueOf(id)),
        );
      if (begins !== undefined) {
        begun.set(call, runShellLine(folder, call, password));
        known.set(begins, await findOpenWork(folder, call, password));
        return { exit, result: '', messages: '' };
      }
      if (fund !== undefined) await fundAddress(located.rpcUrl, valueOf(fund));
      const end = performance.now() + MOST_WAIT;
      let run = await takeTurn(call, () => runShellLine(folder, call, password));
      while (waits && run.exit !== exit && performance.now() < end) {
        await sleep(PAUSE);
        run = await takeTurn(call, () => runShellLine(folder, call, password));
      }
      if (keep !== undefined) known.set(keep, findHash(run.result));
      return run;
    },
  };
}

/** Replaces the URLs of example.org. The nodes a and b are two names of the same node. */
function replaceUrls(line: string, { url, rpcUrl }: Located): string {
  return (
    line
      .replace('https://ledger.example.org', url)
      // Nobody receives webhooks there: the ledger answers that it has no such route.
      .replace('https://hooks.example.org', url)
      .replace(/https:\/\/(?:node|a)\.example\.org/, rpcUrl)
      .replace('https://b.example.org', rpcUrl.replace('127.0.0.1', 'localhost'))
  );
}

/** Replaces ids, addresses and hashes of files. The id that help prints with eight digits stays as short. */
function fillPlaceholders(line: string, values: readonly string[]): string {
  const left = [...values];
  const filled = line.replaceAll(/0x[0-9a-f]*…|0x1f3a55c0|3f1d…|2c6f…/g, (placeholder) => {
    const value = left.shift() ?? placeholder;
    return placeholder.endsWith('…') ? value : value.slice(0, placeholder.length);
  });
  if (left.length > 0 || /(0x|3f1d|2c6f)…/.test(filled))
    throw new Error(`expected as many values as places: ${line}`);
  return filled;
}

/** Removes the file that a line writes: several examples write the same one, and `ledger` overwrites nothing. What `work run` names is a folder. */
async function removeOutput(folder: string, call: string): Promise<void> {
  const name = / (?:-o|--record|key new|webhook (?:add|rotate) .* --secret) (\S+)/.exec(call)?.[1];
  if (name !== undefined && !call.includes(' work run ')) await rm(join(folder, name), { force: true });
}

/** Returns the id of the work that the call of a party is about to ask for, once it has. */
async function findOpenWork(folder: string, call: string, password: string): Promise<string> {
  const list = `ledger work list ${/--key \S+/.exec(call)![0]}`;
  const end = performance.now() + MOST_WAIT;
  while (performance.now() < end) {
    const { result } = await runShellLine(folder, list, password);
    const open = result.split('\n').find((text) => / {2}open {2}/.test(text));
    if (open !== undefined) return findHash(open);
    await sleep(PAUSE);
  }
  throw new Error(`it asked for no work: ${call}`);
}

/** Gives an address one unit of the currency of the local chain. */
async function fundAddress(rpcUrl: string, address: string): Promise<void> {
  await openRpc(rpcUrl).request('anvil_setBalance', [address, '0xde0b6b3a7640000']);
}

/** Runs a call of `ledger`, which may have a text as its input or a password in its environment. */
async function runShellLine(folder: string, line: string, password: string): Promise<LedgerRun> {
  const parts = /^(?:echo '(.*)' \| |(LEDGER_KEY_PASSWORD)=… )?ledger (.*)$/.exec(line);
  if (parts === null) throw new Error(`not a call of ledger: ${line}`);
  const [, input = '', variable, call = ''] = parts;
  const { exit, out, err } = await runLine(splitWords(call), {
    cwd: folder,
    input,
    env: variable === undefined ? {} : { [variable]: password },
    secrets: [password, password],
    now: Date.now(),
  });
  return { exit, result: out, messages: err };
}
