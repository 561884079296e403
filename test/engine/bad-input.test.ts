import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openApi } from '../../client/http/api.ts';
import { checkInputs } from '../../jobs/compute/run-sources.ts';
import { checkDocuments, type InputDocument } from '../../engine/rows/document.ts';
import { ENGINE_CODES } from '../../engine/errors/engine-error.ts';
import { PLAIN_KERNEL } from '../../engine/linear/plain-kernel.ts';
import { openWorkspace } from '../../engine/linear/workspace.ts';
import { readUnitSpelling } from '../../engine/quantities/unit-spelling.ts';
import { isHex } from '../../core/encoding/hex.ts';
import { runLine, type CliRun } from '../cli/test-terminal.ts';
import { BAD_RUNS, type BadRun } from './bad-inputs.ts';
import { takeDocument } from '../../engine/rows/run-documents.ts';
import { BAD_TABLES } from './trade/bad-runs.ts';
import { refuseWarnings } from '../../engine/errors/refuse-warnings.ts';
import { refuseLeftOut } from '../../engine/rows/reconcile.ts';
import { adding, changing, runWith, STREAM, without } from './company/changes.ts';
import { runChecked } from './company/checked-run.ts';
import { fuel, makeCompany, PARAMETERS, recordsOf } from './company/company.ts';
import { dataset, entry } from './dataset.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'carbon-ledger-bad-input-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** Runs `ledger compute` on bad inputs. */
function account({ method, inputs, parameters }: BadRun, ...more: string[]): Promise<CliRun> {
  const [rows, chosen] = [join(FOLDER, 'inputs.json'), join(FOLDER, 'parameters.json')];
  writeFileSync(rows, JSON.stringify(inputs));
  writeFileSync(chosen, JSON.stringify(parameters));
  return runLine(['compute', method, rows, '--parameters', chosen, ...more]);
}

/** Returns a place in its printed form: the row by key and record, and the column. A file with one record is called by its name. */
function printPlace({ inputs, record, key, column }: BadRun): string {
  const records = [inputs].flat() as ({ record?: unknown; entries?: unknown } | null)[];
  const [first, ...others] = records.filter(
    (input) => isHex(input?.record, 32) && Array.isArray(input.entries),
  );
  const isAlone = first?.record === record && others.length === 0;
  const row = [key, record === '' ? '' : isAlone ? join(FOLDER, 'inputs.json') : `${record.slice(0, 12)}…`]
    .filter((name) => name !== '')
    .join(' of ');
  return [row, column].filter((name) => name !== '').join(', ');
}

/** Codes that occur before or after a run, with a call that produces each. */
const ELSEWHERE = {
  'ambiguous-unit': () => Promise.resolve(readUnitSpelling('mt')),
  'bad-document': () => Promise.resolve(checkDocuments([{} as InputDocument])),
  'missing-document': () => {
    const detail = { sha256: '0'.repeat(64), mediaType: 'text/csv', size: 1 };
    return Promise.resolve(takeDocument(new Map(), { record: '', key: '', detail }));
  },
  'too-large': () => {
    const more = { length: 2 ** 40, entries: 0 };
    return Promise.resolve(openWorkspace(PLAIN_KERNEL, more, { rows: 2 ** 20, columns: 2 ** 20 }));
  },
  'input-not-anchored': () => {
    const { record } = dataset('a');
    return checkInputs(openApi('http://127.0.0.1:1'), [record], [record]);
  },
};

const [activity, ...others] = recordsOf(makeCompany());
const older = { ...dataset('7'), stream: { ...STREAM, sequence: 1 } };

/** Codes of the checks of rows, with a run of a company that produces each. */
const OF_ROWS = {
  'two-versions': () =>
    runChecked(
      'inventory',
      [{ ...activity!, stream: { ...STREAM, sequence: 2 } }, older, ...others],
      PARAMETERS,
    ),
  'repeated-row': () => runWith({}, {}, [dataset('7', activity!.entries[0]!)]),
  'overlapping-periods': () =>
    runWith({ activity: adding(entry('year', '1', 'm3', fuel('natural-gas', 'works-2', '1.A.2'))) }),
  'untyped-mass': () => runWith({ fuels: changing('diesel/CH4', { unit: 'kg/TJ' }) }),
  'other-gwp': () => runWith({ potentials: changing('AR5/CH4', { value: '25' }) }),
  'unknown-gwp-set': () => runWith({}, { gwpSet: 'none' }),
  'missing-gwp-set': () => {
    const made = entry('coil', '1', 't', { row: 'goods', good: 'coil' });
    const emitted = ['direct', 'indirect'].map((account) =>
      entry(account, '1', 't{CO2e}', { row: 'attributed-emissions', good: 'coil', account }),
    );
    const { period, rounding, gwpSet } = PARAMETERS;
    return runChecked('cbam', [dataset('a', made, ...emitted)], { period, rounding, gwpSet });
  },
  'left-out-rows': () => refuseLeftOut(runWith({}).reconciliation),
  'unaccepted-warnings': () =>
    refuseWarnings(runWith({ activity: without('power/depot-3/2023-03') }).warnings),
};

describe('ledger compute', () => {
  it.each([...BAD_RUNS, ...BAD_TABLES].map((run) => [run.what, run.code, run] as const))(
    'reports %s as %s, with row and column',
    async (_, code, run) => {
      const { record, key, column } = run;
      const json = await account(run, '--json');
      expect({ exit: json.exit, out: json.out }).toEqual({ exit: 2, out: '' });
      const { error } = JSON.parse(json.err) as { error: { code: string; message: string; details: object } };
      expect({ code: error.code, row: (error.details as { row: unknown }).row }).toEqual({
        code,
        row: { record, key, column },
      });
      const { exit, out, err } = await account(run);
      const [first, ...offers] = err.split('\n').filter((line) => line !== '');
      expect({ exit, out, first }).toEqual({
        exit: 2,
        out: '',
        first: `error (${code}) in ${printPlace(run)}: ${error.message}`,
      });
      expect(offers.length > 0).toBe('offers' in error.details);
    },
  );
});

describe('the engine codes', () => {
  it.each(Object.entries(ELSEWHERE))(
    '%s is thrown before or after a run, outside the engine',
    async (code, produce) => {
      await expect((async () => produce())()).rejects.toMatchObject({ name: 'EngineError', code });
    },
  );

  it.each(Object.entries(OF_ROWS))('%s is thrown by a check of rows', (code, produce) => {
    expect(produce).toThrow(expect.objectContaining({ name: 'EngineError', code }));
  });

  it('are all produced by a bad input of this test', () => {
    const produced = [
      ...[...BAD_RUNS, ...BAD_TABLES].map(({ code }) => code),
      ...Object.keys(ELSEWHERE),
      ...Object.keys(OF_ROWS),
    ];
    expect(new Set(produced)).toEqual(new Set(Object.keys(ENGINE_CODES)));
  });
});
