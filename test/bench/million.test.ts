import { fork } from 'node:child_process';
import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listFamily } from '../../bench/million/memory.ts';
import { LoadSigner, makeLoadParty } from '../../bench/million/records.ts';
import { chooseIds } from '../../bench/million/sample.ts';
import { type Row, isMet } from '../../bench/tools/row.ts';
import { formatHex } from '../../core/encoding/hex.ts';
import { openSign } from '../../chain/keys/native-signatures.ts';
import { TEST_DOMAIN } from '../helpers/registry.ts';
import { IS_LONG } from '../helpers/long.ts';

const RUN_MS = 900_000;
const RECORDS = 300;

async function runRow(records: number, folder: string): Promise<Row> {
  const script = resolve(import.meta.dirname, '../../bench/tools/run-row.ts');
  const env = { ...process.env, MILLION_RECORDS: String(records), TMPDIR: folder };
  const child = fork(script, ['million'], {
    env,
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let errors = '';
  child.stderr!.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return new Promise((done, fail) => {
    child.once('message', (outcome) => done((outcome as { row: Row }).row));
    child.once('exit', (code) => fail(new Error(`the row exited with ${String(code)}:\n${errors}`)));
  });
}

describe('The benchmark of a ledger with a million records', () => {
  it.runIf(IS_LONG)(
    'imports, anchors, verifies, reads and restarts a ledger with a few hundred records, and leaves no files behind (only in npm run test:long)',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-'));
      const { lines, goals, notes, method } = await runRow(RECORDS, folder);
      expect(method).toContain(`${RECORDS} signed records`);
      expect(lines).toHaveLength(2);
      const [anchored, verified] = goals;
      expect([anchored, verified].map((goal) => isMet(goal!))).toEqual([true, true]);
      expect(notes!.join('\n')).toContain(`${RECORDS} of ${RECORDS} sampled proof files are`);
      await rmdir(folder);
    },
    RUN_MS,
  );
});

describe('The records of the load', () => {
  it('have distinct ids, the same in every run', () => {
    const signMany = (): string[] => {
      const signer = new LoadSigner(TEST_DOMAIN, makeLoadParty(3), openSign());
      return Array.from({ length: 60 }, () => signer.next().id);
    };
    const ids = signMany();
    expect(new Set(ids).size).toBe(60);
    expect(signMany()).toEqual(ids);
  });
});

describe('The sample of records', () => {
  const ids = Uint8Array.from({ length: 50 * 32 }, (_, at) => at >> 5);
  const files = [20, 30].map((count, at) => ({
    file: '',
    count,
    ids: at === 0 ? ids.subarray(0, 640) : ids.subarray(640),
  }));

  it('has distinct records from all files, chosen by its seed', () => {
    const chosen = chooseIds(files, 40, 1);
    expect(new Set(chosen).size).toBe(40);
    expect(chooseIds(files, 40, 1)).toEqual(chosen);
    expect(chooseIds(files, 40, 2)).not.toEqual(chosen);
  });

  it('has every record if it is larger than the files', () => {
    const all = Array.from({ length: 50 }, (_, index) =>
      formatHex(ids.subarray(index * 32, index * 32 + 32)),
    );
    expect(chooseIds(files, 1000, 1).sort()).toEqual(all);
  });
});

describe.runIf(process.platform === 'linux')('The family of a process', () => {
  it('has its descendants and not its parent', () => {
    expect(listFamily(process.ppid)).toContain(process.pid);
    expect(listFamily(process.pid)).not.toContain(process.ppid);
  });
});
