import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Reconciliation } from '../../engine/rows/reconcile.ts';
import { makeCompany, PARAMETERS, recordsOf } from '../engine/company/company.ts';
import { newest } from '../engine/company/checked-run.ts';
import { COMMON, dataset, electricity, gridFactor } from '../engine/dataset.ts';
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
      'inventory, 2023-01-01 to 2024-01-01 (exclusive), operational-control',
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
