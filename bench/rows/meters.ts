import { simulateMeters } from '../../devnet/example/simulated-meters.ts';
import { runMethod } from '../../engine/run.ts';
import type { InputEntry, InputRecord } from '../../engine/rows/input.ts';
import { measureMedian, showCost, showMemory } from '../tools/measure.ts';
import type { Row } from '../tools/row.ts';

const METERS = 100;
const TIMES = 3;
const YEAR = { from: Date.UTC(2023, 0) / 1000, until: Date.UTC(2024, 0) / 1000 };
const PARAMETERS = {
  rounding: { mode: 'half-even', decimals: 3 },
  period: YEAR,
  gwpSet: 'AR5',
} as const;

const METHOD = `\`runMethod\` of \`plant@1\` on a year of hourly readings of ${METERS} invented meters (\`scripts/simulate-meters.ts\`), each of the gas of a boiler and each a
record of its own, as a device would sign it. They have gaps, substituted values, drifts and lapsed calibrations. The input is entries in memory,
parsed from JSON; the readings are sets, with their roots.`;

/** Measures a plant whose streams are hourly readings. */
export async function measureRow(): Promise<Row> {
  const inputs = readInputs();
  const readings = inputs.slice(1).reduce((sum, { entries }) => sum + entries.length, 0);
  runMethod('plant@1', inputs.slice(0, 2).map(onlyFirst), PARAMETERS);
  const cost = await measureMedian(TIMES, () => runMethod('plant@1', inputs, PARAMETERS));
  const { figures, warnings } = cost.value;
  const memory = process.resourceUsage().maxRSS * 1024;
  return {
    title: `A year of hourly readings of ${METERS} meters`,
    method: METHOD,
    head: ['', 'processor time', 'elapsed', 'memory kept', 'peak'],
    lines: [
      [
        `${readings.toLocaleString('en-GB')} readings, ${figures.length} figures, ${warnings.length} warnings`,
        ...showCost(cost),
        showMemory(memory),
      ],
    ],
    goals: [
      { what: 'elapsed / 10 s', ratio: cost.wall / 10_000, goal: 1, sense: 'at most' },
      { what: 'peak / 1 GiB', ratio: memory / 2 ** 30, goal: 1, sense: 'at most' },
    ],
  };
}

/** Returns the company's record, and one of each meter. */
function readInputs(): InputRecord[] {
  const company: InputEntry[] = [factor('carbon-content', '0.58', 'kg/m3'), factor('oxidation', '1', '1')];
  const devices: InputRecord[] = [];
  for (const made of simulateMeters({ seed: 1, meters: METERS, ...YEAR })) {
    company.push(made.stream, ...made.calibrations);
    const record = `0x${String(devices.length + 1).padStart(64, '0')}`;
    devices.push({ record, entries: made.readings.map(readLine) });
  }
  return [{ record: `0x${'a'.repeat(64)}`, entries: company.map(readLine) }, ...devices];
}

/** The first meter alone, so that the code is compiled before it is measured. */
function onlyFirst({ record, entries }: InputRecord): InputRecord {
  return { record, entries: entries.filter(({ key }) => !key.includes('ft-') || key.includes('ft-001')) };
}

function factor(row: string, value: string, unit: string): InputEntry {
  return { key: row, value, unit, from: 0, until: 0, detail: { row, fuel: 'natural-gas', year: 2023 } };
}

/** Returns a copy of an entry as if parsed from JSON, so that it shares no strings with others. */
function readLine(entry: InputEntry): InputEntry {
  return JSON.parse(JSON.stringify(entry)) as InputEntry;
}
