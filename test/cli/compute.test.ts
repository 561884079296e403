import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readEngineDigests } from '../../cli/engines/engine-folder.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import { formatBundle } from '../../core/proofs/bundle.ts';
import { KINDS } from '../../core/records/kind.ts';
import { METHODS } from '../../engine/registry.ts';
import { COMMON, dataset, electricity, gridFactor, gwp, leak, YEAR_2022 } from '../engine/dataset.ts';
import { makeResult } from '../helpers/reperformed-result.ts';
import { runLine, type CliRun } from './test-terminal.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'carbon-ledger-account-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const GRIDS = { location: 'national', residual: 'national' };
const FACTORS = [gridFactor('average', '0.5306', 'average'), gridFactor('residual', '0.6096', 'residual')];

function write(name: string, value: unknown): string {
  const file = join(FOLDER, name);
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}

function account(
  method: string,
  rows: Parameters<typeof dataset>[1][],
  parameters: object,
  ...more: string[]
): Promise<CliRun> {
  const inputs = write('inputs.json', [dataset('a', ...rows)]);
  const file = write('parameters.json', { ...COMMON, ...parameters });
  return runLine(['compute', method, inputs, '--parameters', file, ...more]);
}

const bundle = makeResult((await readEngineDigests()).at(-1)!).bundle;
const proof = write('inventory.carbon-proof.json', formatBundle(bundle));

describe('ledger compute', () => {
  it('prints a table with values at their decimal point, units and what each figure covers', async () => {
    const run = await account('scope2@2', [electricity('use', '48000.5', 'MW.h'), ...FACTORS], {
      grids: GRIDS,
    });
    expect(run).toMatchObject({ exit: 0, err: '' });
    expect(run.out).toBe(
      [
        'scope2, 2023-01-01 to 2024-01-01 (exclusive)',
        '3 rows read, 3 used, 0 left out',
        '',
        'scope2/coverage       0       %',
        'scope2/location  25 469.0653  t{CO2}  CO2',
        'scope2/market    29 261.1048  t{CO2}  CO2',
        '',
      ].join('\n'),
    );
  });

  it('begins with the method that was asked for, not with that of the first figure', async () => {
    const rows = [
      leak('old', '1', 't', 'HCFC-22'),
      electricity('use', '1', 'MW.h'),
      ...FACTORS,
      gwp('HCFC-22', 'AR5', '1760'),
    ];
    const parameters = { gwpSet: 'AR5', grids: GRIDS, totals: { co2Only: 'list' } };
    const { out } = await account('inventory@2', rows, parameters);
    expect(out).toContain('outside-scopes/refrigerant/HCFC-22');
    expect(out.split('\n')[0]).toBe('inventory, 2023-01-01 to 2024-01-01 (exclusive), operational-control');
  });

  it('prints figures and warnings for a program with --json', async () => {
    const old = [
      gridFactor('average', '0.5366', 'average', {}, YEAR_2022),
      gridFactor('residual', '0.6096', 'residual'),
    ];
    const proxies = [{ record: dataset('a').record, key: 'average', reason: 'not published yet' }];
    const run = await account(
      'scope2@2',
      [electricity('use', '1000', 'MW.h'), ...old],
      { grids: GRIDS, proxies },
      '--json',
    );
    const printed = JSON.parse(run.out) as { figures: object[]; warnings: object[] };
    expect(Object.keys(printed)).toEqual(['figures', 'warnings', 'reconciliation']);
    expect(Object.keys(printed.figures[0]!)).toEqual(['key', 'value', 'unit', 'from', 'until', 'detail']);
    expect(printed.warnings).toEqual([
      {
        code: 'proxy-factor',
        message: expect.stringContaining('not published yet'),
        row: { record: dataset('a').record, key: 'average' },
      },
    ]);
  });

  it('refuses with --refuse-warnings a warning that the parameters do not accept, and names its row', async () => {
    const rows = [electricity('use', '1000', 'MW.h'), FACTORS[0]!];
    const parameters = { grids: { ...GRIDS, withoutResidual: 'average' } };
    const run = await account('scope2@2', rows, parameters, '--refuse-warnings');
    expect(run).toMatchObject({ exit: 2, out: '' });
    expect(run.err).toMatch(
      /^error \(unaccepted-warnings\) in average of \S+inputs\.json: the run has a warning that nobody accepted: no-residual-mix of average\./,
    );
    const reason = 'none is published';
    const accepted = [{ code: 'no-residual-mix', row: 'average', reason }];
    const again = await account('scope2@2', rows, { ...parameters, accepted }, '--refuse-warnings');
    expect(again).toMatchObject({ exit: 0, out: expect.stringContaining(reason) });
  });

  it('takes tables and proof files as inputs', async () => {
    const table = write(
      'activity.csv',
      'key,value,unit,from,until,detail\nuse,1000,MW.h,2023-01-01,2024-01-01,"{""row"":""electricity-use"",""category"":""purchased"",""geography"":""CN""}"\n',
    );
    const factors = write('factors.json', [dataset('b', ...FACTORS)]);
    const parameters = write('parameters.json', { ...COMMON, grids: GRIDS });
    const run = await runLine(['compute', 'scope2@2', table, factors, '--parameters', parameters, '--json']);
    expect(run).toMatchObject({ exit: 0, out: expect.stringContaining('"530.6"') });
    const again = await runLine(['compute', 'scope2@2', proof, '--parameters', parameters, '--json']);
    expect(again).toMatchObject({ exit: 0, out: expect.stringContaining('"25468.8"') });
  });

  const HEADER = 'key,value,unit,from,until,detail';
  const ROW =
    'use,1000,MW.h,2023-01-01,2024-01-01,"{""row"":""electricity-use"",""category"":""purchased"",""geography"":""CN""}"';
  const rowWith = (value: string): string => ROW.replace('1000', value);

  it.each([
    ['a wrong delimiter', `${HEADER}\n${ROW}`.replaceAll(',', ';'), 'delimiter', 1, null, null],
    [
      'the byte order mark of UTF-16',
      Buffer.from(`\ufeff${HEADER}`, 'utf16le'),
      'byte-order-mark',
      1,
      null,
      null,
    ],
    ['a decimal comma', `${HEADER}\n${rowWith('"1000,5"')}`, 'decimal-comma', 2, 'use', 'value'],
    [
      'thousands separators',
      `${HEADER}\n${rowWith('"1,000,000"')}`,
      'thousands-separator',
      2,
      'use',
      'value',
    ],
    ['a duplicate row', `${HEADER}\n${ROW}\n${ROW}`, 'duplicate-key', 3, 'use', 'key'],
    ['a formula', `${HEADER}\n${rowWith('=B1*2')}`, 'bad-value', 2, 'use', 'value'],
    ['a row with too few cells', `${HEADER}\nuse,1000`, 'cells', 2, 'use', null],
  ])('refuses a table with %s, by row and column', async (_, table, code, row, key, column) => {
    const file = join(FOLDER, 'bad.csv');
    writeFileSync(file, table);
    const json = await runLine(['compute', 'scope2@2', file, '--json']);
    expect({ exit: json.exit, out: json.out }).toEqual({ exit: 2, out: '' });
    expect(JSON.parse(json.err)).toMatchObject({
      error: { code, details: { total: 1, problems: [{ code, row, key, column }] } },
    });
    const { err } = await runLine(['compute', 'scope2@2', file]);
    const told = [`row ${row}`, key, column, code].filter((word) => word !== null);
    expect(err).toMatch(new RegExp(`^error \\([a-z0-9-]+\\): .*bad.csv: 1 problem\\n +${told.join(' +')} `));
  });

  it.each([
    ['a value that is not a text', { value: 12 }, 'wrong-type', 'value'],
    ['an invalid key', { key: 'a b' }, 'key-syntax', 'key'],
    ['a member that no entry has', { colour: 'red' }, 'unknown-member', ''],
    ['a period of text', { from: '2023' }, 'wrong-type', 'from'],
  ])('refuses a dataset file with %s, by entry and member', async (_, changes, code, member) => {
    const use = electricity('use', '1', 'MW.h');
    const file = write(
      'bad.ndjson',
      [use, { ...use, key: 'second', ...changes }].map((row) => JSON.stringify(row)).join('\n'),
    );
    const json = await runLine(['compute', 'scope2@2', file, '--json']);
    expect({ exit: json.exit, out: json.out }).toEqual({ exit: 2, out: '' });
    const path = member === '' ? expect.stringMatching(/^2/) : `2.${member}`;
    expect(JSON.parse(json.err)).toMatchObject({ error: { code, details: { path } } });
    const { err } = await runLine(['compute', 'scope2@2', file]);
    expect(err).toMatch(new RegExp(`^error \\([a-z0-9-]+\\): .*bad.ndjson, entry 2: .*${member}`));
  });

  it('says how a workbook becomes an input', async () => {
    const run = await runLine(['compute', 'scope2@2', 'activity.xlsx']);
    expect(run).toMatchObject({ exit: 2, err: expect.stringContaining('ledger dataset import') });
  });

  it('says which parameters the inputs leave open, with a file that has the others', async () => {
    const run = await runLine(['compute', 'scope2@2', write('inputs.json', [dataset('a', ...FACTORS)])]);
    expect(run).toMatchObject({
      exit: 2,
      err: expect.stringMatching(
        /^error \(bad-parameters\) in parameters: this method needs --parameters FILE, .* do not say rounding, .*"period":\{"from":"2023-01-01/,
      ),
    });
  });

  it('names the years of the activities where none is in the period', async () => {
    const run = await account('scope2@2', [electricity('use', '1', 'kW.h'), ...FACTORS], {
      grids: GRIDS,
      period: YEAR_2022,
    });
    expect(run.err).toMatch(
      /in the period.*: your rows are of 2023-01-01 to 2024-01-01\. Correct the period/,
    );
  });

  it('names the files that hold the same rows', async () => {
    const [one, two] = ['one.json', 'two.json'].map((name) => write(name, [dataset('a', ...FACTORS)]));
    const file = write('parameters.json', { ...COMMON, grids: GRIDS });
    const run = await runLine(['compute', 'scope2@2', one!, two!, '--parameters', file]);
    expect(run.err).toContain(`the same rows are given twice, as ${one} and ${two}`);
  });

  it('ends with exit code 2 and says code, row and column of a bad input', async () => {
    const rows = [electricity('use', '1', 'MWh'), ...FACTORS];
    const plain = await account('scope2@2', rows, { grids: GRIDS });
    expect(plain).toMatchObject({
      exit: 2,
      out: '',
      err: expect.stringMatching(/^error \(bad-unit\) in use of \/.*inputs\.json, unit: use: .*"MWh"/),
    });
    const json = await account('scope2@2', rows, { grids: GRIDS }, '--json');
    expect(JSON.parse(json.err)).toMatchObject({
      error: { code: 'bad-unit', details: { value: 'MWh', row: { key: 'use', column: 'unit' } } },
    });
    expect(await account('scope9@1', rows, {})).toMatchObject({
      exit: 2,
      err: expect.stringContaining('unknown-method'),
    });
  });
});

describe('ledger methods', () => {
  it('lists every method, and shows one with what it reads, gives and traps', async () => {
    const list = await runLine(['methods']);
    for (const { name, title } of METHODS)
      expect(list.out.split('\n')).toContain(`${name.padEnd(19)}  ${title}`);
    const one = await runLine(['methods', 'cbam@2']);
    expect(one.out).toContain('cbam/{good}/specific/total');
    expect(one.out).toMatch(/period +required +\{"from": whole number, "until": whole number\}/);
    expect(one.out).toMatch(/mass +optional +"kg" or "t"/);
    expect(await runLine(['methods', 'cbam@3'])).toMatchObject({ exit: 2 });
  });

  it('publishes ids and JSON Schemas with --json', async () => {
    const { methods } = JSON.parse((await runLine(['methods', '--json'])).out) as {
      methods: { name: string; schemas: Record<string, object> }[];
    };
    expect(methods.map(({ name }) => name)).toEqual(METHODS.map(({ name }) => name));
    for (const { schemas } of methods)
      expect(Object.keys(schemas)).toEqual(['inputs', 'parameters', 'figures']);
  });
});

describe('ledger explain', () => {
  it('draws a figure down to the rows of datasets', async () => {
    const run = await runLine(['explain', proof, 'total/market']);
    expect(run.exit).toBe(0);
    expect(run.out).toMatch(/^[\d.]+ t\{CO2e\} {2}total\/market\n {2}= sum\(part\[i\]\)/);
    expect(run.out).toContain('= 0.6096 kg{CO2}/kW.h  residual in 0x');
    expect(run.out).toContain('rounded half-even to 6 decimals');
    expect(run.out).toMatch(/│ {2}├─ AD = 12500 t {2}coal in 0x/);
  });

  it('shows a figure of a disclosure whose rows are not in the file, and which figure it repeats', async () => {
    const disclosed = structuredClone(bundle);
    const [first] = disclosed.records;
    const figure = first!.entries.shown.find(({ key }) => key === 'scope2/market')!;
    const { formula, rounding, warnings } = figure.detail!['derivation'] as JsonObject;
    const derivation = { formula, rounding, warnings, result: first!.id, key: figure.key } as JsonObject;
    figure.detail = { ...figure.detail, derivation };
    disclosed.records = [
      {
        ...first!,
        record: { ...first!.record, kind: KINDS.disclosure },
        entries: { ...first!.entries, shown: [figure] },
      },
    ];
    const run = await runLine(['explain', write('disclosed.json', formatBundle(disclosed)), 'scope2/market']);
    expect(run).toMatchObject({ exit: 0, err: '' });
    expect(run.out).toContain(`${figure.value!} t{CO2}  scope2/market`);
    const text = run.out.replaceAll(/\s+/g, ' ');
    expect(text).toContain(`repeats scope2/market of the result ${first!.id}`);
    expect(text).toContain('ask its party for a re-performable proof file');
  });

  it('says which figures there are where it has not the one asked', async () => {
    const run = await runLine(['explain', proof, 'total/none']);
    expect(run).toMatchObject({ exit: 2, out: '', err: expect.stringContaining('scope2/market') });
  });
});

describe('ledger reperform', () => {
  it('computes a result again from its proof file, asking nobody', async () => {
    const run = await runLine(['reperform', proof]);
    expect(run).toMatchObject({ exit: 0, err: '', out: expect.stringMatching(/^✓ \d+ of \d+ figures/) });
  });

  it('shows both values of a figure that was altered, and ends with 1', async () => {
    const altered = structuredClone(bundle);
    const figure = altered.records[0]!.entries.shown.find(({ key }) => key === 'scope2/market')!;
    figure.value = '21945.7';
    const run = await runLine(['reperform', write('altered.json', formatBundle(altered)), '--json']);
    expect(run.exit).toBe(1);
    expect(JSON.parse(run.out)).toMatchObject({
      result: 'fail',
      code: 'figure-differs',
      expected: { value: '21945.6' },
      actual: { value: '21945.7' },
    });
  });

  it('shows of a figure that was altered only the members that differ, for people', async () => {
    const altered = structuredClone(bundle);
    const figure = altered.records[0]!.entries.shown.find(({ key }) => key === 'scope2/market')!;
    const { derivation } = figure.detail as unknown as { derivation: { rounding: { decimals: number } } };
    const { decimals } = derivation.rounding;
    derivation.rounding.decimals = 99;
    figure.until += 86_400;
    const run = await runLine(['reperform', write('altered-more.json', formatBundle(altered))]);
    expect(run.exit).toBe(1);
    const day = (seconds: number): string => new Date(1000 * seconds).toISOString().slice(0, 10);
    const rounding = (count: number): string =>
      `"detail": { "derivation": { "rounding": { "decimals": ${count} } } }`;
    expect(run.out.replaceAll(/\s+/g, ' ')).toMatch(
      `expected { "until": "${day(figure.until - 86_400)}", ${rounding(decimals)} } actual { "until": "${day(figure.until)}", ${rounding(99)} }`,
    );
  });

  it('ends with 3 where the inputs are not shown', async () => {
    const alone = { ...bundle, records: bundle.records.slice(0, 1) };
    const run = await runLine(['reperform', write('alone.json', formatBundle(alone))]);
    expect(run).toMatchObject({ exit: 3, out: expect.stringContaining('inputs-not-shown') });
  });
});
