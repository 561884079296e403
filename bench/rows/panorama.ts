import { engineFolder } from '../../cli/engines/engine-folder.ts';
import { openMethodEngine } from '../../jobs/engines/method-engine.ts';
import type { InputEntry, InputRecord } from '../../engine/rows/input.ts';
import { measure, showMemory, showTime } from '../tools/measure.ts';
import type { Row } from '../tools/row.ts';

const REGIONS = 200;
const YEARS = 30;
const FIRST = 1993;

const METHOD = `A panorama of ${REGIONS} regions over ${YEARS} years by \`panorama@1\`: production, consumption, a removal of nature and avoided emissions,
each line citing a figure of a registered result; and the gap between production and consumption with the part that net imports explain.`;

const KINDS = [
  ['production', '1000.5', 'CO2'],
  ['consumption', '900.25', 'CO2'],
  ['net-imports', '-100.25', 'CO2'],
  ['removal', '-10', 'CO2'],
  ['avoided', '3', 'CO2'],
] as const;

/** Measures a panorama from its rows to its figures. */
export async function measureRow(): Promise<Row> {
  const engine = await openMethodEngine('panorama@1', engineFolder);
  const inputs = [makeInput()];
  const line = (account: string, key: string): object => {
    return { account, line: 'total', figures: [`${key}/{about}/CO2/{year}`] };
  };
  const parameters = {
    period: { from: startOf(FIRST), until: startOf(FIRST + YEARS) },
    rounding: { mode: 'half-even', decimals: 3 },
    lines: [
      ...['production', 'consumption', 'avoided'].map((account) => line(account, account)),
      line('nature', 'removal'),
    ],
    gaps: [
      {
        gap: 'trade',
        from: { account: 'production', line: 'total' },
        to: { account: 'consumption', line: 'total' },
        parts: [{ part: 'net-imports', plus: ['net-imports/{about}/CO2/{year}'] }],
      },
    ],
  };
  const { value, cpu, wall } = await measure(() => engine.run(inputs, parameters));
  const peak = process.resourceUsage().maxRSS * 1024;
  return {
    title: `A panorama of ${REGIONS} regions over ${YEARS} years`,
    method: METHOD,
    head: ['', 'figures', 'processor time', 'elapsed'],
    lines: [['panorama', String(value.figures.length), showTime(cpu), showTime(wall)]],
    goals: [{ what: 'panorama / 2 s, by processor', ratio: cpu / 2000, goal: 1, sense: 'at most' }],
    notes: [`Peak memory: ${showMemory(peak)}.`],
  };
}

function makeInput(): InputRecord {
  const entries: InputEntry[] = [];
  for (let region = 0; region < REGIONS; region++)
    for (let year = FIRST; year < FIRST + YEARS; year++)
      for (const [kind, value, gas] of KINDS)
        entries.push({
          key: `${kind}/region-${region}/${gas}/${year}`,
          ...{ value, unit: `t{${gas}}`, from: startOf(year), until: startOf(year + 1) },
          detail: {
            ...{ method: 'made@1', scope: null, categories: kind === 'avoided' ? [kind] : [], gases: [gas] },
            ...{ gwpSet: null, geographies: [], factors: [] },
            derivation: {
              formula: 'F',
              operands: [],
              rounding: { mode: 'half-even', decimals: 3 },
              warnings: [],
            },
          },
        });
  return { record: `0x${'a'.repeat(64)}`, entries };
}

function startOf(year: number): number {
  return Date.UTC(year, 0) / 1000;
}
