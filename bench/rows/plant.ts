import { engineFolder } from '../../cli/engines/engine-folder.ts';
import { openMethodEngine } from '../../jobs/engines/method-engine.ts';
import type { InputEntry, InputRecord } from '../../engine/rows/input.ts';
import { measure, showMemory, showTime } from '../tools/measure.ts';
import type { Row } from '../tools/row.ts';

const UNITS = 200;
const YEAR = { from: 1672531200, until: 1704067200 };
const ALWAYS = { from: 0, until: 0 };

const METHOD = `A plant of ${UNITS} units by \`plant@1\`. Each unit buys two materials, burns a fuel, passes material on to the next unit and
gas back to the one before, and sells a product: ${UNITS * 6 - 2} streams, with the carbon content of each material. The figures are emissions
of each unit and stream, and the carbon balance of each unit and of the whole. With a scenario, all of it is computed twice, and the
differences.`;

/** Measures a plant, alone and with a scenario. */
export async function measureRow(): Promise<Row> {
  const engine = await openMethodEngine('plant@1', engineFolder);
  const inputs = [makeInput()];
  const parameters = { period: YEAR, rounding: { mode: 'half-even', decimals: 6 }, gwpSet: 'AR5' };
  const changes = [{ key: 'unit-0/ore', times: '0.9', reason: 'less ore' }];
  const alone = await measure(() => engine.run(inputs, parameters));
  const compared = await measure(() =>
    engine.run(inputs, { ...parameters, scenarios: [{ name: 'less', changes }] }),
  );
  const peak = process.resourceUsage().maxRSS * 1024;
  const line = (what: string, { value, cpu }: typeof alone): [string, string, string] => [
    what,
    String(value.figures.length),
    showTime(cpu),
  ];
  return {
    title: `A plant of ${UNITS} units`,
    method: METHOD,
    head: ['', 'figures', 'processor time'],
    lines: [line('plant', alone), line('plant and a scenario', compared)],
    goals: [{ what: 'plant / 1 s, by processor', ratio: alone.cpu / 1000, goal: 1, sense: 'at most' }],
    notes: [`Peak memory: ${showMemory(peak)}.`],
  };
}

function makeInput(): InputRecord {
  const carbon = (material: string, value: string): InputEntry => ({
    key: `${material}/carbon`,
    value,
    unit: 'kg/kg',
    ...ALWAYS,
    detail: { row: 'carbon-content', fuel: material, year: 2023 },
  });
  const entries = Array.from({ length: UNITS }, (_, index) => {
    const [unit, before, after] = [index, index - 1, index + 1].map((at) => `unit-${at}`) as [
      string,
      string,
      string,
    ];
    const stream = (material: string, value: string, ends: object): InputEntry[] => [
      {
        key: `${unit}/${material}`,
        value,
        unit: 't',
        ...YEAR,
        detail: {
          ...{ row: 'plant-stream', plant: 'works', material: `${material}-${index}`, ...ends },
          ...{ category: '2.C.1', geography: 'DE' },
        },
      },
      carbon(`${material}-${index}`, material === 'fuel' ? '0.7' : '0.5'),
    ];
    return [
      ...stream('ore', '1000', { toUnit: unit }),
      ...stream('coke', '500', { toUnit: unit }),
      ...stream('fuel', '100', { toUnit: unit, treatment: 'combustion' }),
      {
        ...carbon(`fuel-${index}`, '1'),
        key: `fuel-${index}/oxidation`,
        unit: '1',
        detail: { row: 'oxidation', fuel: `fuel-${index}`, year: 2023 },
      },
      ...(index === UNITS - 1 ? [] : stream('metal', '300', { fromUnit: unit, toUnit: after })),
      ...(index === 0 ? [] : stream('gas', '100', { fromUnit: unit, toUnit: before })),
      ...stream('product', '200', { fromUnit: unit }),
    ];
  });
  return { record: `0x${'a'.repeat(64)}`, entries: entries.flat() };
}
