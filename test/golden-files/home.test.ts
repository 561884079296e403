import { readFileSync } from 'node:fs';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parsePolicy } from '../../core/verify/policy.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgres } from '../../devnet/postgres/embedded-postgres.ts';
import { idOfDraft } from '../../client/records/draft.ts';
import { readDraft } from '../../cli/inputs/draft-file.ts';
import { openTerminal } from '../../cli/terminal/terminal.ts';
import { type CliRun, runLine } from '../cli/test-terminal.ts';
import { startLedgerIn, type Watched } from '../e2e/started-ledger.ts';
import { runSql } from './recorded-database.ts';
import { copyHome, countPublished, ENGINES, goldenPath, readGolden, RECORDED } from './recorded.ts';

interface Registered {
  readonly id: string;
}

/** The strongest test: a ledger that another version began continues under the code of today. */
describe.each(RECORDED)('npm start in the folder of version %s', { timeout: 120_000 }, (version) => {
  let home: string;
  let ledger: Watched;

  beforeAll(async () => {
    home = await copyHome(version);
    for (const name of ['records', 'submissions', 'policies'])
      await cp(goldenPath(version, name), join(home, name), { recursive: true });
    await rm(join(home, 'ledger.json'));
    const { url } = await startPostgres({ dataDir: join(home, 'postgres') });
    await runSql(url, readFileSync(goldenPath(version, 'database.sql'), 'utf8'));
    ledger = startLedgerIn(home);
    await ledger.printed('Ctrl-C');
  }, 120_000);

  afterAll(async () => {
    ledger.child.kill('SIGINT');
    expect(await ledger.ended).toBe(0);
    await rm(join(home, '..'), { recursive: true });
  }, 60_000);

  const run = (...args: string[]): Promise<CliRun> =>
    runLine(args, { cwd: home, env: { LEDGER_HOME: home }, now: Date.now() });

  async function done(...args: string[]): Promise<unknown> {
    const { exit, out, err } = await run(...args, '--json');
    expect({ args, exit, err }).toMatchObject({ args, exit: 0 });
    return JSON.parse(out);
  }

  it('keeps every batch and plays nothing anew', async () => {
    const { batches } = countPublished(version);
    const counts = { sealed: batches, anchored: batches, final: batches };
    expect(await done('status')).toMatchObject({ ...counts, halted: null });
    expect(readGolden(version, 'home/publication/latest.json')).toEqual(
      JSON.parse(await readFile(join(home, 'publication/latest.json'), 'utf8')),
    );
  });

  it('keeps the receipts of submissions that were accepted before, and sends the refused line again', async () => {
    const file = join(home, 'submissions/headquarters.ndjson.results.ndjson');
    const [first, , third] = (await readFile(file, 'utf8')).split('\n');
    const { exit, out } = await run(
      'record',
      'register',
      '--bulk',
      'submissions/headquarters.ndjson',
      '--json',
    );
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ accepted: 0, acceptedBefore: 2, refused: 1, refusedLines: [2] });
    const after = (await readFile(file, 'utf8')).split('\n');
    expect(after.slice(0, 2)).toEqual([first, third]);
    expect(JSON.parse(after[2]!)).toMatchObject({ line: 2, error: {} });
  });

  it('gives the receipt again for a record that is registered again', async () => {
    const { receipt } = readGolden(version, 'records/registered.record.json') as { receipt: object };
    expect(await done('record', 'register', 'records/signed.record.json')).toMatchObject([
      { repeated: true, receipt },
    ]);
  });

  it('shows private entries to the party that was granted them, and to no other', async () => {
    const { records } = readGolden(version, 'proofs/scope2.carbon-proof.json') as { records: [Registered] };
    const read = (key: string): Promise<CliRun> =>
      run('record', 'entries', records[0].id, '--key', `keys/${key}.key`, '--json');
    const [granted, other] = [await read('auditor'), await read('exchange')];
    expect(granted).toMatchObject({ exit: 0, out: expect.stringContaining('scope2/market') as string });
    expect(other).toMatchObject({ exit: 1, err: expect.stringContaining('"forbidden"') as string });
  });

  it.each(['activity', 'inventory', 'inventory-restated', 'disclosure'])(
    'gives the company the private entries of its record %s as they are in its record file',
    async (name) => {
      const draft = await readDraft(openTerminal(), join(home, `example/records/${name}.record.json`));
      const read = await done('record', 'entries', idOfDraft(draft), '--key', 'keys/company.key');
      expect(read).toMatchObject({ entries: draft.entries });
    },
  );

  it('takes the next version of a stream, and verifies it and the old proof files', async () => {
    const { record } = readGolden(version, 'records/registered.record.json') as {
      record: { party: string; subject: string };
    };
    const of = ['--party', record.party, '--kind', 'dataset', '--subject', record.subject];
    const rows = ['--entries', goldenPath(version, 'datasets/activity-2023.ndjson')];
    const change = ['--change', 'correction', '--reason', 'a meter was read again'];
    await done('record', 'build', ...of, ...rows, ...change, '-o', 'next.record.json');
    await done('record', 'sign', 'next.record.json', '--key', 'keys/company.key');
    const [{ id }] = (await done('record', 'register', 'next.record.json')) as [Registered];
    const rules = ['--policy', join(home, 'policy.json')];
    await done('proof', id, ...rules, '--wait', 'final', '-o', 'next.carbon-proof.json');
    const verdict = async (file: string, ...others: string[]): Promise<string> => {
      const { out } = await run('verify', `${file}.carbon-proof.json`, '--json', ...others);
      return (JSON.parse(out) as { verdict: string }).verdict;
    };
    await expect.poll(() => verdict('next'), { timeout: 30_000, interval: 500 }).toBe('verified');
    // The policy of that version asked for no replays, and only warned of a restatement. The one that npm start writes now asks for a
    // replay, which these files lack.
    const own = parsePolicy(await readFile(join(home, 'policy.json')));
    const unreplayed = {
      ...own,
      newest: 'not-asked',
      judges: [],
      require: [],
      replays: { parties: [], quorum: 0 },
    };
    await writeFile(join(home, 'first-policy.json'), JSON.stringify(unreplayed));
    for (const file of ['disclosure', 'inventory', 'inventory-restated', 'decision'])
      expect({
        [file]: await verdict(`example/${file}`, '--policy', join(home, 'first-policy.json')),
      }).toEqual({
        [file]: 'verified',
      });
    expect(await verdict('example/inventory')).toBe('unchecked');
    expect(await verdict('example/disclosure-tampered')).toBe('not-verified');
  });

  it('writes a policy that accepts the engine of that version', async () => {
    const { engines } = JSON.parse(await readFile(join(home, 'policy.json'), 'utf8')) as {
      engines: string[];
    };
    expect(engines).toContain(ENGINES[version]);
  });
});
