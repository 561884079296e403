/**
 * Writes the readings of invented meters of a year as tables that `ledger dataset` and `ledger compute` take: what each device would sign
 * (`ft-001.ndjson` and so on: its readings), and what the company states (`streams.ndjson`: streams and calibrations).
 * Run: `node scripts/simulate-meters.ts FOLDER --meters 10 --year 2025 --seed 1`
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { simulateMeters } from '../devnet/example/simulated-meters.ts';
import type { InputEntry } from '../engine/rows/input.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    meters: { type: 'string', default: '10' },
    year: { type: 'string', default: '2025' },
    seed: { type: 'string', default: '1' },
  },
});
const [folder] = positionals;
const [meters, year, seed] = [values.meters, values.year, values.seed].map(Number) as [
  number,
  number,
  number,
];
if (folder === undefined || ![meters, year, seed].every(Number.isSafeInteger)) {
  process.stderr.write(
    'Expected a folder and whole numbers: node scripts/simulate-meters.ts FOLDER --meters 10 --year 2025 --seed 1\n',
  );
  process.exitCode = 2;
} else writeAll(folder);

function writeAll(to: string): void {
  mkdirSync(to, { recursive: true });
  const write = (name: string, rows: readonly InputEntry[]): void =>
    writeFileSync(join(to, `${name}.ndjson`), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const [from, until] = [year, year + 1].map((of) => Date.UTC(of, 0) / 1000) as [number, number];
  const stated: InputEntry[] = [];
  for (const { meter, readings, stream, calibrations } of simulateMeters({ seed, meters, from, until })) {
    write(meter, readings);
    stated.push(stream, ...calibrations);
  }
  write('streams', stated);
  process.stdout.write(
    `${meters} meters in ${to}: invented readings of ${year}, with gaps, drifts and lapses\n`,
  );
}
