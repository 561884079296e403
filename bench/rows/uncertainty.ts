import { engineFolder } from '../../cli/engines/engine-folder.ts';
import { openMethodEngine } from '../../jobs/engines/method-engine.ts';
import { finishInThreads } from '../../cli/threads/simulate-in-threads.ts';
import type { InputEntry, InputRecord } from '../../engine/rows/input.ts';
import type { RunResult } from '../../engine/run.ts';
import { measure, showMemory, showTime } from '../tools/measure.ts';
import { runNumpy } from '../tools/numpy.ts';
import type { Line, Row } from '../tools/row.ts';

const DRAWS = 1_000_000;
const FUELS = 12;
const USES = 352;
const YEAR = { from: 1672531200, until: 1704067200 };
const ALWAYS = { from: 0, until: 0 };
const NCV = 26.7;
const OXIDATION = 0.98;
const CO2 = 98_300;
const CH4 = 10;
const OF_AMOUNT = 0.05;
const OF_FACTOR = 0.1;

const METHOD = `An inventory of ${USES} uses of ${FUELS} fuels and the four factors of each fuel: 400 rows, all normal, and 24 figures. Each is drawn
${DRAWS.toLocaleString('en-GB')} times by \`uncertainty@1\` with approach 2, which also finds the share of the variance that each row contributes. numpy does the
same vectorised, in blocks of 10,000 draws so that its memory is bounded too, with its own generator (PCG64) and without contributions:
draws, products, mean, standard deviation and both percentiles of all 24 figures. Both are measured in one run, by processor time of all
threads; numpy has one.`;

interface Compared {
  readonly cpu: number;
  readonly peak: number;
  readonly low: readonly number[];
}

/** Measures a simulation, and the same with numpy. */
export async function measureRow(): Promise<Row> {
  const ours = await measure(() => simulate());
  const peak = process.resourceUsage().maxRSS * 1024;
  const theirs = (await runNumpy(PROGRAM)) as Compared | null;
  const lines: Line[] = [['uncertainty@1, two threads', showTime(ours.cpu), showMemory(peak)]];
  const memory = { what: 'peak memory / 1 GiB', ratio: peak / 2 ** 30, goal: 1, sense: 'at most' } as const;
  const about = {
    title: `${DRAWS.toLocaleString('en-GB')} draws of an inventory of 400 rows`,
    method: METHOD,
  };
  const head = ['', 'processor time', 'peak memory'];
  if (theirs === null)
    return {
      ...about,
      head,
      lines,
      goals: [memory],
      notes: ['numpy is missing (python3-numpy): not compared.'],
    };
  compare(ours.value, theirs.low);
  return {
    ...about,
    head,
    lines: [...lines, ['numpy', showTime(theirs.cpu * 1000), showMemory(theirs.peak)]],
    goals: [
      {
        what: 'uncertainty@1 / numpy, by processor',
        ratio: ours.cpu / 1000 / theirs.cpu,
        goal: 5,
        sense: 'at most',
      },
      memory,
    ],
  };
}

async function simulate(): Promise<RunResult> {
  const engine = await openMethodEngine('uncertainty@1', engineFolder);
  return engine.run([makeInput()], PARAMETERS, { finish: finishInThreads({ threads: 2 }) });
}

const PARAMETERS = {
  method: 'combustion@2',
  approach: 2,
  draws: DRAWS,
  period: YEAR,
  rounding: { mode: 'half-even', decimals: 6 },
};

function makeInput(): InputRecord {
  const uncertain = (standardDeviation: number): object => ({
    uncertainty: { distribution: 'normal', standardDeviation: String(standardDeviation) },
  });
  const uses = Array.from({ length: USES }, (_, index): InputEntry => ({
    key: `use/${String(index).padStart(3, '0')}`,
    value: String(100 + index),
    unit: 't',
    ...YEAR,
    detail: {
      ...{ row: 'fuel-use', fuel: nameFuel(index % FUELS), category: '1.A.2', geography: 'CN' },
      ...uncertain(OF_AMOUNT),
    },
  }));
  const factors = Array.from({ length: FUELS }, (_, fuel) => {
    const about = { fuel: nameFuel(fuel), year: 2023 };
    const emission = { row: 'emission-factor', origin: 'fossil', basis: 'combustion' };
    const write = (key: string, value: number, unit: string, detail: object): InputEntry => ({
      key: `${nameFuel(fuel)}/${key}`,
      value: String(value),
      unit,
      ...ALWAYS,
      detail: { ...detail, ...about },
    });
    return [
      write('ncv', NCV, 'TJ/Gg', { row: 'net-calorific-value', ...uncertain(OF_AMOUNT) }),
      write('oxidation', OXIDATION, '1', { row: 'oxidation', ...uncertain(OF_AMOUNT) }),
      write('co2', CO2, 'kg{CO2}/TJ', { ...emission, gas: 'CO2', ...uncertain(OF_FACTOR) }),
      write('ch4', CH4, 'kg{CH4}/TJ', { ...emission, gas: 'CH4', ...uncertain(OF_FACTOR) }),
    ];
  });
  return { record: `0x${'a'.repeat(64)}`, entries: [...uses, ...factors.flat()] };
}

function nameFuel(fuel: number): string {
  return `fuel-${String(fuel).padStart(2, '0')}`;
}

const PROGRAM = `
import json, resource, time
import numpy as np
draws, block, fuels, uses = ${DRAWS}, 10000, ${FUELS}, ${USES}
start = time.process_time()
random = np.random.default_rng(1)
amounts = np.zeros((uses, fuels))
amounts[np.arange(uses), np.arange(uses) % fuels] = 100.0 + np.arange(uses)
drawn = lambda value, deviation, count: value * (1 + deviation * random.standard_normal((block, count)))
figures = np.empty((2 * fuels, draws))
for first in range(0, draws, block):
    burned = drawn(1, ${OF_AMOUNT}, uses) @ amounts * drawn(${NCV}, ${OF_AMOUNT}, fuels)
    oxidation = drawn(${OXIDATION}, ${OF_AMOUNT}, fuels)
    figures[:fuels, first:first + block] = (burned * oxidation * drawn(${CO2}, ${OF_FACTOR}, fuels) * 1e-6).T
    figures[fuels:, first:first + block] = (burned * drawn(${CH4}, ${OF_FACTOR}, fuels) * 1e-6).T
ends = np.percentile(figures, [2.5, 97.5], axis=1)
figures.mean(axis=1), figures.std(axis=1)
cpu = time.process_time() - start
print(json.dumps({"cpu": cpu, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, "low": list(ends[0])}))
`;

/** Checks that both simulate the same: their lower ends, within four standard errors of each. */
function compare({ figures }: RunResult, theirs: readonly number[]): void {
  const ofGas = (gas: string): (typeof figures)[number][] =>
    figures.filter(({ key }) => key.endsWith(`/${gas}`));
  for (const [index, { key, detail }] of [...ofGas('CO2'), ...ofGas('CH4')].entries()) {
    const { low, errors } = detail.uncertainty!;
    if (Math.abs(Number(low) - theirs[index]!) > 4 * Math.SQRT2 * Number(errors!.low))
      throw new Error(`${key}: numpy has the lower end ${theirs[index]}, the engine ${low}`);
  }
}
