import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findMethodEngine } from '../../client/policies/method-engine.ts';
import { listReleasedEngines, openReleasedEngine } from '../../client/policies/released-engines.ts';
import { METHODS } from '../../engine/methods/registry.ts';
import type { RunResult } from '../../engine/run.ts';
import type { Reconciliation } from '../../engine/rows/reconcile.ts';
import { makeCompany, PARAMETERS, recordsOf } from '../engine/company/company.ts';
import { newest } from '../engine/company/checked-run.ts';
import {
  COMMON,
  dataset,
  electricity,
  entry,
  fuelDefaults,
  fuelUse,
  gridFactor,
  YEAR_2022,
} from '../engine/dataset.ts';
import { runLine, type CliRun } from './test-terminal.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'carbon-ledger-rows-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

function write(name: string, value: unknown): string {
  const file = join(FOLDER, name);
  writeFileSync(file, JSON.stringify(value));
  return file;
}

function compute(method: string, inputs: unknown, parameters: object, ...more: string[]): Promise<CliRun> {
  const file = write('parameters.json', parameters);
  return runLine(['compute', method, write('inputs.json', inputs), '--parameters', file, ...more]);
}

const INVENTORY = newest('inventory').name;
const company = recordsOf(makeCompany());

describe('ledger compute', () => {
  it('says first what became of each row, in lines of at most 80 columns', async () => {
    const { exit, out } = await compute(INVENTORY, company, PARAMETERS);
    expect(exit).toBe(0);
    const [head, count, ...lines] = out.split('\n');
    expect([head, count]).toEqual([
      'inventory, 2023-01-01 to 2024-01-01 (exclusive)',
      '411 rows read, 390 used, 21 left out',
    ]);
    const told = lines.slice(0, lines.indexOf(''));
    expect(told.every((line) => line.length <= 80)).toBe(true);
    const text = told.join(' ').replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      '! 12 activities left out, as the row is outside the period of the run: gas/works-1/2022-01,',
    );
    expect(text).toContain('and 9 more (--json lists all)');
    expect(text).toContain('– 4 factors left out, as no activity of the run takes this factor:');
  });

  it('lists each row that is left out with --json', async () => {
    const { out } = await compute(INVENTORY, company, PARAMETERS, '--json');
    const { reconciliation } = JSON.parse(out) as { reconciliation: Reconciliation };
    expect(reconciliation.map(({ record }) => record)).toEqual(company.map(({ record }) => record));
    expect(reconciliation[0]!.leftOut).toMatchObject([
      { reason: 'outside-period', role: 'activity', keys: expect.arrayContaining(['gas/works-1/2022-12']) },
    ]);
  });

  it('refuses with --strict a run that leaves out an activity, and allows factors that nothing needs', async () => {
    const run = await compute(INVENTORY, company, PARAMETERS, '--strict');
    expect(run).toMatchObject({ exit: 2, out: '' });
    expect(run.err).toMatch(
      /^error \(left-out-rows\) in gas\/works-1\/2022-01 of 0xaaaaaaaaaa…, key: .*12 activities/,
    );
    const of2023 = company.map(({ record, entries }) => ({
      record,
      entries: entries.filter(({ key }) => !key.includes('/2022-')),
    }));
    expect(await compute(INVENTORY, of2023, PARAMETERS, '--strict')).toMatchObject({ exit: 0 });
  });

  it('takes times as ISO dates, which give the same run as unix seconds', async () => {
    const rows = [electricity('use', '1000', 'MW.h'), ...FACTORS];
    const scope2 = newest('scope2').name;
    const seconds = await compute(scope2, [dataset('a', ...rows)], { ...COMMON, grids: GRIDS }, '--json');
    const period = { from: '2023-01-01', until: '2024-01-01T00:00:00Z' };
    const dates = await compute(
      scope2,
      [dataset('a', ...rows)],
      { ...COMMON, grids: GRIDS, period },
      '--json',
    );
    expect(dates).toEqual(seconds);
    const wrong = { from: '2023-02-30', until: '2024-01-01' };
    const run = await compute(scope2, [dataset('a', ...rows)], { ...COMMON, grids: GRIDS, period: wrong });
    expect(run).toMatchObject({ exit: 2, err: expect.stringContaining('got "2023-02-30"') });
    expect(run.err).toMatch(/^error \(bad-parameters\) in parameters\.period\.from:/);
  });
});

const GRIDS = { location: 'national', residual: 'national' };
const FACTORS = [gridFactor('average', '0.5306', 'average'), gridFactor('residual', '0.6096', 'residual')];

describe('a method of a released engine', () => {
  const engine = new URL('../../engines/1.0.0.mjs', import.meta.url);
  const rows = [
    fuelUse('coal', '12500', 't', 'coal'),
    ...fuelDefaults('coal', '26.7', '0.98', { CO2: '94600' }),
    entry(
      'last-year',
      '5',
      't',
      { row: 'fuel-use', fuel: 'coal', category: '1.A.2', geography: 'CN' },
      YEAR_2022,
    ),
    electricity('power', '5', 'MW.h'),
  ];

  it('runs on that engine, and accounts for its rows', async () => {
    const { runMethod } = (await import(engine.href)) as {
      runMethod: (method: string, inputs: unknown, parameters: unknown) => RunResult;
    };
    const inputs = [dataset('a', ...rows)];
    const { figures } = runMethod('combustion@1', inputs, COMMON);
    const { exit, out } = await compute('combustion@1', inputs, COMMON, '--json');
    expect(exit).toBe(0);
    const printed = JSON.parse(out) as RunResult & { reconciliation: Reconciliation };
    expect(printed.figures).toEqual(JSON.parse(JSON.stringify(figures)));
    expect(printed.figures[0]!.detail.method).toBe('combustion@1');
    expect(printed.reconciliation).toMatchObject([
      {
        read: 6,
        used: 4,
        leftOut: [
          { role: 'activity', reason: 'outside-period', keys: ['last-year'] },
          { role: 'activity', reason: 'type-not-read', keys: ['power'] },
        ],
      },
    ]);
  });

  it('is named, with its file, in the entries of a result, and that file gives the figures again', async () => {
    const inputs = [dataset('a', ...rows)];
    const { run, listEntries } = await findMethodEngine('combustion@1');
    const entries = await listEntries(await run(inputs, COMMON), COMMON);
    const { detail } = entries.find(({ key }) => key === 'run')!;
    const [oldest] = await listReleasedEngines();
    expect(detail).toMatchObject({ version: '1.0.0', digest: oldest!.digest, method: 'combustion@1' });
    const again = (await openReleasedEngine(oldest!.digest))!.repeatRun(detail as never, inputs as never);
    const figures = entries.filter(({ key }) => key !== 'run');
    expect(again.figures.map(({ key, value }) => [key, value])).toEqual(
      figures.map(({ key, value }) => [key, value]),
    );
  });

  it('is refused with the code, row and column that its engine gives', async () => {
    const run = await compute('combustion@1', [dataset('a', ...rows.slice(0, 1))], COMMON, '--json');
    expect(run.exit).toBe(2);
    expect(JSON.parse(run.err)).toMatchObject({
      error: { code: 'missing-factor', details: { row: { key: 'coal', column: 'detail.fuel' } } },
    });
  });

  it('is listed by ledger methods, with all that the engine has', async () => {
    const { runMethod } = (await import(engine.href)) as {
      runMethod: (method: string, ...more: unknown[]) => never;
    };
    let message = '';
    try {
      runMethod('none@1', [], {});
    } catch (error) {
      message = (error as Error).message;
    }
    const names = message.match(/[a-z0-9-]+@1/g)!.filter((name) => name !== 'none@1');
    const own = METHODS.map(({ name }) => name);
    const { out } = await runLine(['methods', '--json']);
    const { released } = JSON.parse(out) as { released: { engine: string; methods: { name: string }[] }[] };
    const listed = released.flatMap(({ methods }) => methods.map(({ name }) => name));
    expect([...listed, ...own.filter((name) => names.includes(name))].sort()).toEqual(names.sort());
    expect((await runLine(['methods', 'combustion@1'])).out).toContain(
      'computed by the released engine 1.0.0',
    );
    expect((await runLine(['methods'])).out).toContain('by the released engine 1.0.0: combustion@1');
  });
});
