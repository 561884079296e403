import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ALWAYS, dataset, entry, YEAR_2022, type TestEntry } from '../engine/dataset.ts';
import { formatInterval, listUncertainty } from '../../cli/output/figures/uncertainty-text.ts';
import { runLine, type CliRun } from './test-terminal.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'carbon-ledger-uncertainty-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

function write(name: string, value: unknown): string {
  const file = join(FOLDER, name);
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
  return file;
}

const about = { item: 'steel', basis: 'life-cycle' };
const steel = (key: string, value: string, halfWidth: string | null, period?: typeof ALWAYS): TestEntry => {
  const uncertainty = halfWidth === null ? {} : { uncertainty: { distribution: 'interval95', halfWidth } };
  const detail = { row: 'value-chain-activity', ...about, category: '3.1', geography: 'DE', ...uncertainty };
  return entry(key, value, 't', detail, period);
};
const FACTOR = entry(
  'factor',
  '2',
  't{CO2e}/t',
  { row: 'activity-factor', ...about, gases: ['CO2e'], gwpSet: 'AR5', year: 2023 },
  ALWAYS,
);
const PARAMETERS = {
  method: 'value-chain@2',
  parameters: { gwpSet: 'AR5' },
  rounding: { mode: 'half-even', decimals: 3 },
  period: { from: '2023-01-01', until: '2024-01-01' },
};

function assess(rows: readonly TestEntry[], asked: object, ...more: string[]): Promise<CliRun> {
  const inputs = write('inputs.json', [dataset('a', ...rows, FACTOR)]);
  const parameters = write('parameters.json', { ...PARAMETERS, ...asked });
  return runLine(['compute', 'uncertainty@1', inputs, '--parameters', parameters, ...more]);
}

const ROWS = [steel('north', '300', '0.1'), steel('south', '100', null)];

describe('ledger compute uncertainty@1', () => {
  it('shows an interval beside each figure, how it was computed, and which rows state no uncertainty', async () => {
    const { exit, out } = await assess(ROWS, { approach: 1 });
    expect(exit).toBe(0);
    expect(out).toContain('95 % intervals by propagation of error (Approach 1 of the IPCC)');
    expect(out).toMatch(/scope3\/3\.1\/total +800 +740\.0 to 860\.0 \(−7\.50 % to \+7\.50 %\) +t\{CO2e\}/);
    expect(out).toContain('2 of 3 rows state no uncertainty and count as certain: factor, south');
  });

  it('says how many random draws there were, and that few draws leave the ends unsure', async () => {
    const few = await assess(ROWS, { approach: 2, draws: 200 });
    expect(few.out).toContain(
      '95 % intervals of 200 draws (Approach 2 of the IPCC; threefry4x32-20, seed 1)',
    );
    expect(few.out).toContain('2 intervals would move with more draws');
    const many = await assess(ROWS, { approach: 2, draws: 20_000 });
    expect(many.out).not.toContain('would move');
  });

  it.each([1, 2, 'both'])(
    'describes no draws where no row states an uncertainty: approach %s',
    async (approach) => {
      const { exit, out } = await assess([steel('south', '100', null)], { approach, draws: 200 });
      expect(exit).toBe(0);
      expect(out).toContain('! 2 figures without an interval: no row states an uncertainty');
      expect(out).not.toContain('% intervals');
      expect(out).not.toContain('undefined');
    },
  );

  it('prints the same bytes for any number of threads', async () => {
    const [one, two] = await Promise.all(
      ['1', '2'].map((threads) =>
        assess(ROWS, { approach: 2, draws: 10_000 }, '--json', '--threads', threads),
      ),
    );
    expect(two).toEqual(one);
  });

  it('refuses to run in no thread', async () => {
    const { exit, err } = await assess(ROWS, { approach: 2 }, '--threads', '0');
    expect(exit).toBe(2);
    expect(err).toContain('--threads needs a number from 1 to 256');
  });

  it('reads the base year of a trend as days, and says which day is none', async () => {
    const rows = [...ROWS, steel('before', '320', '0.1', YEAR_2022)];
    const trend = (from: string): object => ({
      approach: 1,
      trend: { base: { from, until: '2023-01-01' } },
    });
    const { out } = await assess(rows, trend('2022-01-01'));
    expect(out).toMatch(/trend\/change\/scope3\/3\.1\/total +25 +9\.4 to 40\.6 +%/);
    const { exit, err } = await assess(rows, trend('last year'));
    expect({ exit, err }).toEqual({
      exit: 2,
      err: expect.stringContaining('trend.base.from: expected a day'),
    });
  });
});

describe('a result with intervals', () => {
  it('is explained with its interval, the errors of its ends, the contributions and what is unstated', async () => {
    const { out: json } = await assess(ROWS, { approach: 'both', draws: 2000 }, '--json');
    const result = write('result.json', json);
    const { out } = await runLine(['explain', result, 'scope3/3.1/total']);
    expect(out).toMatch(/95 % interval \d+ to \d+ \(−\d+ % to \+\d+ %\) t\{CO2e\}; Approach 2, 2000 draws/);
    expect(out).toContain('its ends have the standard errors');
    expect(out).toContain('100 % from north in 0xaaaaaaaaaa…');
    // Terms of 600 and 200. Of the first the factor is unstated, of the second both.
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      '2 of 3 rows state no uncertainty and count as certain: 62.5 % of its magnitude',
    );
    expect(out).toContain('95 % interval 740.0 to 860.0 (−7.50 % to +7.50 %) t{CO2e}; Approach 1, normal');
    const { out: printed } = await runLine(['explain', result, 'scope3/3.1/total', '--json']);
    expect(JSON.parse(printed)).toMatchObject({ uncertainty: { approach: 2, draws: 2000 } });
  });

  it('is compared by its intervals too', async () => {
    const [before, after] = [
      await assess(ROWS, { approach: 1 }, '--json'),
      await assess([steel('north', '300', '0.2'), ROWS[1]!], { approach: 1 }, '--json'),
    ];
    const files = [before, after].map(({ out }, index) => write(`${index}.json`, out));
    const { exit, out } = await runLine(['compare', ...files]);
    expect(exit).toBe(1);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'interval 740.0 to 860.0 (−7.50 % to +7.50 %) → 680 to 920 (−15.0 % to +15.0 %)',
    );
  });
});

it('shows an interval with spaces between thousands, and no more digits than half of it deserves', () => {
  expect(formatInterval({ low: '-95430190', high: '-79562257' })).toBe('-95 430 000 to -79 560 000');
  expect(formatInterval({ low: '1234.5678', high: '1236.5678' })).toBe('1 234.57 to 1 236.57');
});

it('states from which values of its rows a figure is made, and its mean where that can be another number', () => {
  const note = {
    ...({ approach: 2, level: '0.95', low: '1088', high: '1481', standardDeviation: '100' } as const),
    ...{ mean: '1271', rowsState: { mean: 1, median: 100, other: 2 }, contributions: [], draws: 2000 },
  };
  const lines = listUncertainty(note, 't{CO2e}');
  expect(lines).toContain('its mean is 1 271, in t{CO2e}');
  expect(lines).toContain('computed from 1 mean, 100 medians, 2 other values');
});
