import { ALWAYS, COMMON, dataset, entry, type TestEntry } from '../dataset.ts';
import type { BadRun } from '../bad-inputs.ts';
import { rowsOf, SOUND_TABLE } from './small-table.ts';

const ROWS = rowsOf(SOUND_TABLE);
const { record } = dataset('a');

/** Returns the rows with other values, units or details of one. */
function changing(key: string, change: Partial<TestEntry>): TestEntry[] {
  return ROWS.map((row) => (row.key === key ? { ...row, ...change } : row));
}

/** Returns a run of a table. The place of its error is `[key, column]`, or only a parameter. */
function bad(
  what: string,
  code: BadRun['code'],
  [key, column]: readonly [key: string, column: string],
  inputs: readonly TestEntry[],
  parameters: object = {},
): BadRun {
  const isAsked = column.startsWith('parameters') || column === 'inputs';
  const place = { key, column, record: isAsked || column === 'value' ? '' : record };
  const chosen = { period: COMMON.period, rounding: { mode: 'half-even', digits: 12 }, ...parameters };
  return { what, code, ...place, method: 'trade@1', inputs: [dataset('a', ...inputs)], parameters: chosen };
}

const emission = { row: 'sector-stressor', stressor: 'CO2', region: 'c', sector: '1' };
const matrix = {
  ...{ row: 'matrix-document', matrix: 'Z', mediaType: 'application/x-matrix-market', size: 1 },
  ...{ sha256: '0'.repeat(64), shape: [1, 1], regions: ['a'], sectors: ['1'], currency: 'EUR' },
};
const documents = (['Z', 'Y', 'F'] as const).map((name): TestEntry => {
  const members = {
    Z: {},
    Y: { categories: ['y'], sectors: ['1', '2'] },
    F: { stressors: ['CO2'], units: ['kg'] },
  };
  return { ...entry(name, '', '', { ...matrix, matrix: name, ...members[name] }, ALWAYS), value: null };
});

/** Bad tables, with a run that gives each code of `trade@1`. */
export const BAD_TABLES: readonly BadRun[] = [
  bad(
    'a table without final demand',
    'incomplete-table',
    ['', 'entries'],
    ROWS.filter(({ key }) => !key.startsWith('y/')),
  ),
  bad(
    'emissions of an unknown region',
    'unknown-industry',
    ['f/c', 'detail.sector'],
    [...ROWS, entry('f/c', '1', 'kg{CO2}', emission)],
  ),
  bad(
    'a cell that is there twice',
    'repeated-cell',
    ['z/again', 'key'],
    [...ROWS, { ...ROWS.find(({ key }) => key === 'z/a/1/b/1')!, key: 'z/again' }],
  ),
  bad(
    'flows in two currencies',
    'mixed-currencies',
    ['z/a/2/b/1', 'unit'],
    changing('z/a/2/b/1', { unit: '{USD}' }),
  ),
  bad('documents with other sectors', 'wrong-shape', ['Y', 'detail.sectors'], documents),
  {
    ...bad(
      'a negative output',
      'negative-output',
      ['z/a/2/b/1', 'value'],
      changing('y/a/2/a/y', { value: '-50' }),
    ),
    record,
  },
  {
    ...bad(
      'inputs without output',
      'zero-output',
      ['z/a/2/b/1', 'value'],
      changing('y/a/2/a/y', { value: '-3' }),
    ),
    record,
  },
  bad(
    'industries that take more than they sell',
    'unproductive-table',
    ['', 'inputs'],
    ROWS.map((row) => {
      const values: Readonly<Record<string, string>> = {
        'z/a/1/a/1': '100',
        'y/a/1/a/y': '-90',
        'z/b/1/a/1': '30',
      };
      return { ...row, value: values[row.key] ?? row.value };
    }),
  ),
  bad('a concordance that is not there', 'bad-concordance', ['', 'parameters.concordance'], ROWS, {
    concordance: 'c',
  }),
  bad('a list of groups that is not there', 'bad-groups', ['', 'parameters.groups.regions'], ROWS, {
    groups: { regions: 'g' },
  }),
  bad(
    'a stressor that two rows say is a gas',
    'bad-stressor-gas',
    ['gas', 'detail.stressor'],
    [
      ...ROWS,
      ...['gas', 'again'].map((key) =>
        entry(key, '1', 'kg{CO2}/kg', { row: 'stressor-gas', stressor: 'CO2', gas: 'CO2' }, ALWAYS),
      ),
    ],
  ),
  bad('more digits than are guaranteed', 'too-few-digits', ['cba/a/CO2', 'value'], ROWS, {
    rounding: { mode: 'half-even', digits: 17 },
  }),
  bad(
    'a GWP set that has no potential for any stressor',
    'no-co2e',
    ['', 'parameters.gwpSet'],
    ROWS.map((row) => ({ ...row, unit: row.unit.replace('{CO2}', '') })),
    { gwpSet: 'AR5' },
  ),
];
