import { existsSync, readFileSync } from 'node:fs';
import type { Numbers, SmallTable } from './small-table.ts';

const FOLDER = new URL('../../../../shared/data/mrio/', import.meta.url);

/** Whether the test table of pymrio is there. Its licence (LGPL-3.0) does not allow a copy here. */
export const HAS_SHARED_TABLE = existsSync(FOLDER);

/** Returns a number as a decimal without exponent, with at most 30 decimals. */
function plain(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [integer = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const shift = Number(exponent);
  const digits = integer + fraction;
  const point = integer.length + shift;
  const padded = digits.padStart(digits.length + Math.max(0, 1 - point), '0').padEnd(Math.max(point, 0), '0');
  const at = Math.max(point, 1);
  const decimals = padded.slice(at, at + 30).replace(/0+$/, '');
  const size = `${padded.slice(0, at).replace(/^0+(?=\d)/, '')}${decimals === '' ? '' : `.${decimals}`}`;
  return mantissa.startsWith('-') && size !== '0' ? `-${size}` : size;
}

interface Read {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly values: Numbers;
}

/** Reads a table with two header rows and `labels` columns of labels. */
function readText(name: string, labels: number): Read {
  const lines = readFileSync(new URL(name, FOLDER), 'utf8').trimEnd().split(/\r?\n/);
  const cells = lines.map((line) => line.split('\t'));
  const [first = [], second = []] = cells;
  const clean = (text: string): string => text.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, 60);
  return {
    columns: first.slice(labels).map((region, at) => `${region}/${clean(second[labels + at]!)}`),
    rows: cells.slice(2).map((row) => row.slice(0, 2).map(clean).join('/')),
    values: cells.slice(2).map((row) => row.slice(labels).map(plain)),
  };
}

/** Returns the table of 6 regions and 8 sectors. */
export function readSharedTable(): SmallTable {
  const [z, y] = [readText('trade_flows_Z.txt', 3), readText('finald_demand_Y.txt', 3)];
  const [f, fy] = [readText('emissions.txt', 3), readText('FDemissions.txt', 3)];
  return {
    industries: z.rows,
    demands: y.columns,
    stressors: Object.fromEntries(f.rows.map((name) => [name.replace('/', '-'), 'kg'])),
    z: z.values,
    y: y.values,
    f: f.values,
    fy: fy.values,
  };
}
