import { engineFolder } from '../../cli/engines/engine-folder.ts';
import { finishInThreads } from '../../cli/threads/simulate-in-threads.ts';
import { boundError } from '../../engine/linear/bound.ts';
import { solveNow } from '../../engine/linear/solve.ts';
import type { RunResult } from '../../engine/run.ts';
import { openMethodEngine } from '../../jobs/engines/method-engine.ts';
import { missingNumpy, type NumpySolution, solveByNumpy, solveWithin } from '../../test/helpers/numpy.ts';
import { makeTechnosphere, writeTechnosphere, type Technosphere } from '../tools/cycle-rows.ts';
import { measure, measureMedian, type Measured, showMemory, showTime } from '../tools/measure.ts';
import type { Line, Row } from '../tools/row.ts';

const SMALL = 5_000;
const LARGE = 20_000;
const DRAWN = 500;
const DRAWS = 1_000;
/** Seconds after which scipy's direct solver is stopped. */
const LIMIT = 60;
const TURNS = 3;

const METHOD = `Random technospheres of ten entries in a column, whose processes take 0.35 to 0.75 of what they make, as rows of
\`life-cycle@1\`. A run reads and checks the rows, builds the matrices, solves, bounds the error, and makes the figures of one product.

- Direct: \`scipy.sparse.linalg.spsolve\` (SuperLU, COLAMD) on one thread with the matrix of ${LARGE.toLocaleString('en-GB')} processes, which it does not have to read. A
  random matrix fills in nearly everywhere, so it is stopped after ${LIMIT} s, and the ratio is to that.
- Iterated, for comparison: the fastest of scipy's \`bicgstab\`, \`gmres\` and the series of the matrix, refined until it leaves no larger residual than the engine.
- Drawn: ${DRAWN} processes, all rows normal with 5 %, ${DRAWS.toLocaleString('en-GB')} times by approach 2 of \`uncertainty@1\` in two threads. Each draw solves again.

Peak memory is that of the process with the rows and the runs of both sizes. All times are of the processor.`;

/** Measures life cycles of thousands of processes, and scipy on the same system. */
export async function measureRow(): Promise<Row> {
  const missing = missingNumpy();
  if (missing !== null) throw new Error(`the row "cycle" ${missing}`);
  const small = await compute(makeTechnosphere(SMALL));
  const technosphere = makeTechnosphere(LARGE);
  const large = await compute(technosphere);
  const peak = process.resourceUsage().maxRSS * 1024;
  const drawn = await draw(makeTechnosphere(DRAWN));
  const { lines, direct } = await compareSolvers(technosphere);
  const seconds = direct?.seconds ?? LIMIT;
  return {
    title: 'The life cycle of a product of 20,000 processes',
    method: METHOD,
    head: ['', 'processes', 'processor time', 'peak memory'],
    lines: [
      ['life-cycle@1', String(SMALL), showTime(small.cpu), ''],
      ['life-cycle@1', String(LARGE), showTime(large.cpu), showMemory(peak)],
      ['life-cycle@1, drawn', String(DRAWN), showTime(drawn.cpu), ''],
      ...lines,
    ],
    goals: [
      { what: `${SMALL} processes / 5 s`, ratio: small.cpu / 5000, goal: 1, sense: 'at most' },
      { what: 'whole run / scipy, direct', ratio: large.cpu / 1000 / seconds, goal: 2, sense: 'at most' },
      { what: 'peak memory / 1 GiB', ratio: peak / 2 ** 30, goal: 1, sense: 'at most' },
    ],
  };
}

const YEAR = { from: 1672531200, until: 1704067200 };
const UNIT = { name: 'one', product: 'i0', amount: '1', unit: 'kg', boundary: 'cradle-to-gate' };
const ROUNDING = { mode: 'half-even', decimals: 6 };

async function compute(technosphere: Technosphere): Promise<Measured<RunResult>> {
  const engine = await openMethodEngine('life-cycle@1', engineFolder);
  const input = writeTechnosphere(technosphere);
  const parameters = { period: YEAR, rounding: ROUNDING, gwpSet: 'AR5', functionalUnits: [UNIT] };
  return measure(() => engine.run([input], parameters));
}

async function draw(technosphere: Technosphere): Promise<Measured<RunResult>> {
  const engine = await openMethodEngine('uncertainty@1', engineFolder);
  const input = writeTechnosphere(technosphere, 0.05);
  const parameters = {
    ...{ method: 'life-cycle@1', approach: 2, draws: DRAWS, period: YEAR, rounding: ROUNDING },
    parameters: { gwpSet: 'AR5', functionalUnits: [UNIT] },
  };
  return measure(() => engine.run([input], parameters, { finish: finishInThreads({ threads: 2 }) }));
}

interface Solvers {
  readonly lines: readonly Line[];
  /** Null where it was stopped. */
  readonly direct: NumpySolution | null;
}

async function compareSolvers({ a }: Technosphere): Promise<Solvers> {
  const values = new Float64Array(a.size);
  values[0] = 1;
  const y = { rows: a.size, columns: 1, values };
  const solved = await measureMedian(TURNS, () => {
    const x = solveNow(a, y);
    return { x, bound: boundError(a, y, x) };
  });
  const iterated = solveByNumpy(a, y, { turns: TURNS });
  const direct = solveWithin(a, y, { isDirect: true, limit: LIMIT });
  const far = (direct ?? iterated).x.values.findIndex(
    (value, at) => !(Math.abs(value - solved.value.x.values[at]!) <= 1e-12),
  );
  if (far >= 0 || solved.value.bound.by !== 'vector') throw new Error(`row ${far} of the solution is wrong`);
  const size = String(a.size);
  const taken = direct === null ? `stopped after ${LIMIT} s` : showTime(direct.seconds * 1000);
  return {
    lines: [
      ['solution and its bound', size, showTime(solved.cpu), ''],
      [`scipy, ${iterated.method}`, size, showTime(iterated.seconds * 1000), ''],
      ['scipy, spsolve', size, taken, ''],
    ],
    direct,
  };
}
