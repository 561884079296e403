import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openApi } from '../../client/http/api.ts';
import { checkInputs } from '../../client/records/run-sources.ts';
import { ENGINE_CODES } from '../../engine/errors.ts';
import { readUnitSpelling } from '../../engine/quantities/unit-spelling.ts';
import { runLine, type CliRun } from '../cli/test-terminal.ts';
import { BAD_RUNS, type BadRun } from './bad-inputs.ts';
import { dataset } from './dataset.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'carbon-ledger-bad-input-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** Runs `ledger compute` on bad inputs. */
function account({ method, inputs, parameters }: BadRun, ...more: string[]): Promise<CliRun> {
  const [rows, chosen] = [join(FOLDER, 'inputs.json'), join(FOLDER, 'parameters.json')];
  writeFileSync(rows, JSON.stringify(inputs));
  writeFileSync(chosen, JSON.stringify(parameters));
  return runLine(['compute', method, rows, '--parameters', chosen, ...more]);
}

/** Returns a place in its printed form: the row by key and record, and the column. */
function printPlace({ record, key, column }: BadRun): string {
  const row = [key, record === '' ? '' : `${record.slice(0, 12)}…`]
    .filter((name) => name !== '')
    .join(' of ');
  return [row, column].filter((name) => name !== '').join(', ');
}

/** Codes that occur before or after a run, with a call that produces each. */
const ELSEWHERE = {
  'ambiguous-unit': () => Promise.resolve(readUnitSpelling('mt')),
  'input-not-anchored': () => {
    const { record } = dataset('a');
    return checkInputs(openApi('http://127.0.0.1:1'), [record], [record]);
  },
};

describe('ledger compute', () => {
  it.each(BAD_RUNS.map((run) => [run.what, run.code, run] as const))(
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
      expect(await account(run)).toEqual({
        exit: 2,
        out: '',
        err: `error (${code}) in ${printPlace(run)}: ${error.message}\n`,
      });
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

  it('are all produced by a bad input of this test', () => {
    const produced = [...BAD_RUNS.map(({ code }) => code), ...Object.keys(ELSEWHERE)];
    expect(new Set(produced)).toEqual(new Set(Object.keys(ENGINE_CODES)));
  });
});
