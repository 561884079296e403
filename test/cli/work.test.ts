import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Work } from '../../client/generated/openapi.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { RUN_KEY } from '../../core/records/run.ts';
import { COMMON, entry } from '../engine/dataset.ts';
import { makeTrade } from '../helpers/trade-documents.ts';
import { ACTIVITY, FACTORS, OFFER, PARAMETERS, UNITS } from '../jobs/work/pool-ledger.ts';
import { openSeededCli, type SeededCli } from './seeded-cli.ts';

let cli: SeededCli;
const inputs: Hex[] = [];
const AUDITOR = 'test:auditor';
const EXCHANGE = 'test:exchange';

beforeAll(async () => {
  cli = await openSeededCli(OFFER);
  for (const [subject, rows] of [
    ['activity', ACTIVITY],
    ['factors', FACTORS],
  ] as const) {
    const file = `${subject}.ndjson`;
    await writeFile(join(cli.folder, file), rows.map((row) => JSON.stringify(row)).join('\n'));
    const id = await cli.prepare(
      ...[`${subject}.json`, 'company', '--party', 'test:company', '--kind', 'dataset', '--subject', subject],
      ...['--title', subject, '--period', '2023', '--standard', '', '--entries', file],
    );
    await cli.json('record', 'register', `${subject}.json`);
    inputs.push(id);
  }
  await cli.publish();
  for (const id of inputs)
    for (const pool of [AUDITOR, EXCHANGE]) await cli.json('grant', 'add', id, pool, '--key', 'company');
  await writeFile(join(cli.folder, 'p.json'), JSON.stringify(PARAMETERS));
}, 240_000);
afterAll(() => cli.close());

const work = (pool: string, ...more: string[]): Promise<{ units: number }> =>
  cli.json('worker', '--key', pool, '--until-empty', '--name', pool, ...more);

async function awaitOpen(): Promise<string> {
  const list = async (): Promise<Work | undefined> =>
    (await cli.json<{ items: Work[] }>('work', 'list', '--key', 'company')).items[0];
  await expect.poll(async () => (await list())?.state, { timeout: 200_000 }).toBe('open');
  return (await list())!.id;
}

describe('ledger compute --pool', { timeout: 240_000 }, () => {
  it('gives the same figures as at home, and its record says which pools computed how many units', async () => {
    const compute = ['compute', 'uncertainty@1', ...inputs, '--parameters', 'p.json', '--key', 'company'];
    const atHome = await cli.json<{ figures: unknown }>(...compute, '--threads', '1');
    const asked = cli.json<{ figures: unknown; record: { id: Hex } }>(
      ...[...compute, '--pool', AUDITOR, '--pool', EXCHANGE, '--record', 'result.json'],
      ...['--party', 'test:company', '--subject', 'result/2023', '--title', 'x', '--period', '2023'],
      ...['--standard', ''],
    );
    await awaitOpen();
    const [first, second] = await Promise.all([work('auditor'), work('exchange', '--threads', '2')]);
    expect([first.units, second.units]).toEqual([UNITS, UNITS]);
    expect((await asked).figures).toEqual(atHome.figures);
    const { entries } = await cli.readDraft('result.json');
    const run = entries.find(({ key }) => key === RUN_KEY)!;
    const { auditor, exchange } = cli.ledger;
    expect(run.detail).toMatchObject({
      computed: {
        units: UNITS,
        pools: [auditor.party, exchange.party].sort().map((party) => ({ party, units: UNITS, wrong: 0 })),
        here: 1,
      },
    });
    await cli.json('record', 'sign', 'result.json', '--key', 'company');
    await cli.json('record', 'register', 'result.json');
    await cli.publish();
    const again = await cli.json<{ result: string }>(
      'reperform',
      (await asked).record.id,
      '--key',
      'company',
    );
    expect(again.result).toBe('pass');
  });

  it.each([
    [['uncertainty@1', 'activity.ndjson', 'factors.ndjson', '--key', 'company'], 'is a file'],
    [['uncertainty@1', '0x' + '0'.repeat(64)], 'sign in with --key'],
  ])('refuses what pools cannot read: %j', async (args, message) => {
    const { exit, err } = await cli.run('compute', ...args, '--parameters', 'p.json', '--pool', AUDITOR);
    expect(err).toContain(message);
    expect(exit).not.toBe(0);
  });
});

describe('ledger work', { timeout: 240_000 }, () => {
  it('shows how far work is, and cancels it', async () => {
    const asked = cli.run(
      ...['compute', 'uncertainty@1', ...inputs, '--parameters', 'p.json', '--key', 'company'],
      ...['--pool', EXCHANGE],
    );
    const id = await awaitOpen();
    const { out } = await cli.run('work', 'list', '--key', 'company');
    expect(out).toContain(`${id}  draws  open  ${UNITS} units`);
    expect(out).toMatch(new RegExp(`${cli.ledger.exchange.party} +0 of ${UNITS} done`));
    expect(await cli.json('work', 'cancel', id, '--key', 'company')).toMatchObject({
      id,
      state: 'cancelled',
    });
    const { exit, err } = await asked;
    expect(err).toContain(`error (work-ended): the work ${id} was ended`);
    expect(exit).toBe(1);
  });

  it('computes runs and re-performs results on a pool, the same bytes as here', async () => {
    const { auditor } = cli.ledger;
    const run = (name: string, gwpSet: string): object => ({
      ...{ name, method: 'inventory@2', inputs },
      parameters: { ...COMMON, gwpSet, grids: { location: 'g', residual: 'g' } },
    });
    await writeFile(
      join(cli.folder, 'runs.json'),
      JSON.stringify({ runs: [run('ar5', 'AR5'), run('ar6', 'AR6'), run('none', 'AR1')] }),
    );
    const results = (await cli.json<{ items: { id: Hex }[] }>('record', 'list', '--kind', 'result')).items;
    await cli.json('grant', 'add', results[0]!.id, AUDITOR, '--key', 'company');
    await writeFile(join(cli.folder, 'results.json'), JSON.stringify({ results: [results[0]!.id] }));
    for (const file of ['runs', 'results']) {
      for (const folder of [`${file}-here`, `${file}-pool`]) await mkdir(join(cli.folder, folder));
      const base = ['work', 'run', `${file}.json`, '--key', 'company', '--json', '--threads', '1'];
      const here = await cli.run(...base, '-o', `${file}-here`);
      const asked = cli.run(...base, '-o', `${file}-pool`, '--pool', AUDITOR);
      await awaitOpen();
      await work('auditor');
      const pooled = await asked;
      const [own, given] = [here, pooled].map(({ out }) => JSON.parse(out) as Outcome) as [Outcome, Outcome];
      expect(pooled.exit).toBe(here.exit);
      expect(given.units.map(({ sha256, code }) => [sha256, code])).toEqual(
        own.units.map(({ sha256, code }) => [sha256, code]),
      );
      expect(given.computed!.pools).toEqual([{ party: auditor.party, units: own.units.length, wrong: 0 }]);
      expect(own.units.map(({ code }) => code)).toEqual(
        file === 'runs' ? [null, null, 'unknown-gwp-set'] : [null],
      );
    }
    const { entries } = JSON.parse(await readFile(join(cli.folder, 'runs-pool/ar5.json'), 'utf8')) as {
      entries: { key: string }[];
    };
    expect(entries.map(({ key }) => key)).toContain('scope1/total');
  });
});

describe('a run that reads documents', { timeout: 240_000 }, () => {
  const trade = {
    period: COMMON.period,
    rounding: { mode: 'half-even', digits: 9 },
  };
  let table: Hex;

  beforeAll(async () => {
    const { documents, entries } = makeTrade(['CN', 'DE'], 4);
    const uncertainty = { distribution: 'normal', standardDeviation: '0.05' };
    const people = entry('people', '4', '{person}', { row: 'population', region: 'CN', uncertainty });
    const rows = [...entries, people].map((row) => JSON.stringify(row));
    await writeFile(join(cli.folder, 'table.ndjson'), rows.join('\n'));
    table = await cli.prepare(
      ...['table.json', 'company', '--party', 'test:company', '--kind', 'dataset', '--subject', 'table'],
      ...['--title', 'table', '--period', '2023', '--standard', '', '--entries', 'table.ndjson'],
    );
    await cli.json('record', 'register', 'table.json');
    await cli.publish();
    await cli.json('grant', 'add', table, AUDITOR, '--key', 'company');
    for (const { sha256, bytes } of documents) {
      await writeFile(join(cli.folder, sha256), bytes);
      await cli.json('document', 'send', sha256, '--key', 'company');
    }
  });

  it('has the same draws on a pool', async () => {
    const asked = { ...trade, method: 'trade@1', approach: 2, draws: 2100, parameters: {} };
    await writeFile(join(cli.folder, 'draws.json'), JSON.stringify(asked));
    const compute = ['compute', 'uncertainty@1', table, '--parameters', 'draws.json', '--key', 'company'];
    const here = JSON.parse((await cli.run(...compute, '--json')).out) as { figures: unknown };
    await rm(join(cli.folder, 'cache'), { recursive: true });
    const pooled = cli.run(...compute, '--pool', AUDITOR, '--json');
    await awaitOpen();
    const { units } = await work('auditor');
    expect(units).toBeGreaterThan(1);
    expect((JSON.parse((await pooled).out) as { figures: unknown }).figures).toEqual(here.figures);
  });

  it('has its equations solved by a pool, and gives the same figures', async () => {
    await writeFile(join(cli.folder, 'accounts.json'), JSON.stringify(trade));
    const compute = ['compute', 'trade@1', table, '--parameters', 'accounts.json', '--key', 'company'];
    const here = JSON.parse((await cli.run(...compute, '--json')).out) as { figures: unknown };
    const pooled = cli.run(...compute, '--pool', AUDITOR, '--json');
    await awaitOpen();
    expect((await work('auditor')).units).toBe(1);
    expect((JSON.parse((await pooled).out) as { figures: unknown }).figures).toEqual(here.figures);
  });

  it('gives the same bytes on a pool', async () => {
    const runs = [{ name: 'trade', method: 'trade@1', inputs: [table], parameters: trade }];
    await writeFile(join(cli.folder, 'trade.json'), JSON.stringify({ runs }));
    for (const folder of ['trade-here', 'trade-pool']) await mkdir(join(cli.folder, folder));
    const base = ['work', 'run', 'trade.json', '--key', 'company', '--json', '--threads', '1'];
    const here = JSON.parse((await cli.run(...base, '-o', 'trade-here')).out) as Outcome;
    await rm(join(cli.folder, 'cache'), { recursive: true });
    const asked = cli.run(...base, '-o', 'trade-pool', '--pool', AUDITOR);
    await awaitOpen();
    await work('auditor');
    const given = JSON.parse((await asked).out) as Outcome;
    expect(given.units).toEqual(here.units.map((unit) => ({ ...unit, file: 'trade-pool/trade.json' })));
    expect(given.units[0]!.code).toBeNull();
    expect(given.computed!.pools).toEqual([{ party: cli.ledger.auditor.party, units: 1, wrong: 0 }]);
  });
});

interface Outcome {
  readonly units: readonly { readonly sha256: string; readonly code: string | null }[];
  readonly computed: { readonly pools: unknown } | null;
}
