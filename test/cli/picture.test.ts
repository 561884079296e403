import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { dataset, entry, YEAR_2023 } from '../engine/dataset.ts';
import { HOUSEHOLDS, SMALL_MRIO } from '../engine/trade/small-mrio.ts';
import { rowsOf } from '../engine/trade/small-table.ts';
import { decimalOf, elementsOf, readMarkup, readTable } from '../pictures/read-markup.ts';
import { type CliRun, runLine } from './test-terminal.ts';

const FOLDER = mkdtempSync(join(tmpdir(), 'carbon-ledger-picture-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));
beforeEach(() => ['svg', 'html'].forEach((form) => rmSync(at(`out.${form}`), { force: true })));

function at(name: string): string {
  return join(FOLDER, name);
}

function write(name: string, value: unknown): string {
  writeFileSync(at(name), typeof value === 'string' ? value : JSON.stringify(value));
  return at(name);
}

const uncertainty = { distribution: 'interval95', halfWidth: '0.1' };
const rows = rowsOf({ ...SMALL_MRIO, stressors: { CO2: 'kg{CO2}', CH4: 'kg{CH4}' }, fy: HOUSEHOLDS });
const TABLE = write('table.json', [dataset('1', ...rows)]);
const UNSURE = write('unsure.json', [
  dataset(
    '1',
    ...rows.map((row) =>
      row.key.startsWith('f/') ? { ...row, detail: { ...row.detail, uncertainty } } : row,
    ),
  ),
]);
const PATHS = { region: 'reg1', stressor: 'CO2' };
const common = {
  period: { from: '2023-01-01', until: '2024-01-01' },
  rounding: { mode: 'half-even', digits: 9 },
};
const TRADE = write('trade-parameters.json', { ...common, paths: PATHS });
const INTERVALS = write('interval-parameters.json', {
  ...common,
  method: 'trade@1',
  parameters: {},
  approach: 1,
});

function trade(...more: string[]): Promise<CliRun> {
  return runLine(['compute', 'trade@1', TABLE, '--parameters', TRADE, ...more]);
}

describe('ledger compute --out', () => {
  it('draws the flows of the result, with the figures that it prints', async () => {
    const { exit, out } = await trade('--out', at('out.html'));
    expect(exit).toBe(0);
    expect(out).toContain(`picture  flows, written to ${at('out.html')}`);
    expect(statSync(at('out.html')).mode & 0o777).toBe(0o600);
    const html = readFileSync(at('out.html'), 'utf8');
    const shown = readTable(html)
      .slice(1)
      .map(([from, to, value]) => [`flow/${from!}/${to!}/CO2`, decimalOf(value!)]);
    const { figures } = JSON.parse((await trade('--json')).out) as {
      figures: { key: string; value: string }[];
    };
    const printed = figures
      .filter(({ key }) => /^flow\/.*\/CO2$/.test(key))
      .map(({ key, value }) => [key, value]);
    expect(shown).toHaveLength(4);
    expect(Object.fromEntries(shown)).toEqual(Object.fromEntries(printed));
    expect(html).toMatch(/carbon-ledger-engine next, digest 0x[0-9a-f]{64}/);
    expect(html).toContain(`0x${'1'.repeat(64)}`);
  });

  it('draws another picture that is asked for, and names it in JSON', async () => {
    const { exit, out } = await trade('--out', at('out.svg'), '--picture', 'paths', '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ picture: { kind: 'paths', file: at('out.svg') } });
    const [title] = elementsOf(readMarkup(readFileSync(at('out.svg'), 'utf8')), 'title');
    expect(title!.text).toBe('Largest chains of sales, in t CO2: for reg1');
  });

  it('draws the same bytes again', async () => {
    const bytes = await Promise.all(
      ['first.svg', 'second.svg'].map(async (name) => {
        await trade('--out', at(name));
        return readFileSync(at(name), 'utf8');
      }),
    );
    expect(bytes[1]).toBe(bytes[0]);
  });

  it('draws intervals where the result has them', async () => {
    const line = ['compute', 'uncertainty@1', UNSURE, '--parameters', INTERVALS, '--out', at('out.html')];
    const { exit, err, out } = await runLine(line);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toContain('picture  intervals');
    expect(readFileSync(at('out.html'), 'utf8')).toContain('trade@1, by uncertainty@1');
  });

  it.each([
    [
      'a picture that the result does not have',
      ['out.svg', '--picture', 'intervals'],
      'expected flows or paths',
    ],
    [
      'an unknown picture',
      ['out.svg', '--picture', 'pie'],
      'expected intervals, plant, scenarios, flows, paths, contributions',
    ],
    ['a name with another extension', ['out.png'], 'ends in .svg or .html'],
  ])('refuses %s', async (_title, [name, ...more], message) => {
    const { exit, err, out } = await trade('--out', at(name!), ...more);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err.replaceAll(/\s+/g, ' ')).toContain(message);
    expect(existsSync(at(name!))).toBe(false);
  });

  it('refuses a picture without a file, one of a result without any, and to overwrite a file', async () => {
    expect((await trade('--picture', 'flows')).err).toContain('--picture needs a file too');
    write('out.svg', 'mine');
    expect(await trade('--out', at('out.svg'))).toMatchObject({ exit: 2, out: '' });
    expect(readFileSync(at('out.svg'), 'utf8')).toBe('mine');
    const detail = {
      row: 'value-chain-activity',
      item: 'a',
      basis: 'life-cycle',
      category: '3.1',
      geography: 'DE',
    };
    const factor = {
      row: 'activity-factor',
      item: 'a',
      basis: 'life-cycle',
      gases: ['CO2e'],
      gwpSet: 'AR5',
      year: 2023,
    };
    const plain = write('plain.json', [
      dataset('a', entry('use', '3', 't', detail), entry('factor', '2', 't{CO2e}/t', factor, YEAR_2023)),
    ]);
    const asked = write('plain-parameters.json', { ...common, gwpSet: 'AR5' });
    const { exit, err } = await runLine([
      'compute',
      'value-chain@2',
      plain,
      '--parameters',
      asked,
      '--out',
      at('out.html'),
    ]);
    expect(exit).toBe(2);
    expect(err).toContain('this result has nothing to draw');
  });
});

describe('ledger explain --out', () => {
  it('draws the flows of the stressor of the figure', async () => {
    const result = write('result.json', (await trade('--json')).out);
    const { exit, err } = await runLine([
      'explain',
      result,
      'flow/reg1/reg2/CH4',
      '--out',
      at('out.html'),
      '--picture',
      'flows',
    ]);
    expect(exit).toBe(0);
    expect(err).toContain('picture  flows, written to');
    expect(readFileSync(at('out.html'), 'utf8')).toContain('<h1>Who emits for whom, in t CH4</h1>');
  });
});
