import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import * as z from 'zod';
import { multiplyColumn } from '../../engine/linear/column-product.ts';
import type { Coefficients, DenseCoefficients, Panel } from '../../engine/linear/coefficients.ts';
import { boundError } from '../../engine/linear/bound.ts';
import type { Kernel } from '../../engine/linear/kernel.ts';
import { solveNow } from '../../engine/linear/solve.ts';
import { compress, makeTable } from '../../test/engine/linear/systems.ts';
import { missingNumpy, type NumpySolution, solveByNumpy } from '../../test/helpers/numpy.ts';
import { type Measured, measureMedian, showCost, showMemory, showTime } from '../tools/measure.ts';
import type { Goal, Row } from '../tools/row.ts';

const DENSE = 1_500;
const LARGE = 9_800;
const SIDES = 50;
const TURNS = 5;
const MOST_DECOMPOSED = 4_096;
const INVERTED = 1_000;

const METHOD = `Systems (I − A) X = Y with made tables, whose columns need 0.35 to 0.75 of their output.

- Dense: ${DENSE.toLocaleString('en-GB')} sectors, all cells filled, ${SIDES} right sides at once. The comparison is \`numpy.linalg.solve\` with OpenBLAS on one thread. Both
  decompose; the engine also refines once. Its two kernels must give the same bits, of the solution and of the bound; this is checked.
- Sparse: ${LARGE.toLocaleString('en-GB')} sectors, 1 % filled, ${SIDES} right sides. The comparison is the fastest of scipy's \`bicgstab\` and \`gmres\` for each right side, and of
  the series of the matrix for all of them, over CSR. Each is refined until it leaves no larger residual than the engine does, at most five times.
- Product: A v, of A and of its comparison matrix, of a dense table of ${LARGE.toLocaleString('en-GB')} sectors that is 40 % filled. The comparison adds up the same numbers.

- Memory: each solver in a process of its own, above what the process has with the system in it. It decomposes ${MOST_DECOMPOSED.toLocaleString('en-GB')} full rows, iterates ${LARGE.toLocaleString('en-GB')}
  rows that are 1 % filled, bounds these by a positive vector, and bounds ${INVERTED.toLocaleString('en-GB')} full rows with mixed signs by an approximate inverse, which
  keeps 24 bytes for each cell: 572 MiB at its limit of 5,000 rows, besides its strips. A workspace of more than 4 GiB is refused before it is taken (\`too-large\`).

Times are medians of ${TURNS} runs, those of numpy in a process of its own. Ratios are of processor time.`;

/** Measures how long systems take to solve, to check, and beside other libraries. */
export async function measureRow(): Promise<Row> {
  const missing = missingNumpy();
  if (missing !== null) throw new Error(`the row "linear" ${missing}`);
  const dense = await measureDense();
  const sparse = await measureSparse();
  const product = await measureProduct();
  const memory = measureMemory();
  const goals = [...dense.goals, ...sparse.goals, ...product.goals];
  return {
    title: 'Solving input–output systems',
    method: METHOD,
    head: ['', 'processor time', 'elapsed', 'memory kept', 'peak memory'],
    lines: [...dense.lines, ...sparse.lines, ...product.lines].map((line) => [...line, '']).concat(memory),
    goals,
  };
}

interface Part {
  readonly lines: readonly string[][];
  readonly goals: readonly Goal[];
}

const atMost = (what: string, ratio: number, goal: number): Goal => ({ what, ratio, goal, sense: 'at most' });

type Solved = Measured<Panel>;

function solveBy(kernel: Kernel['name'], a: Coefficients, y: Panel): Promise<Solved> {
  return measureMedian(TURNS, () => solveNow(a, y, { kernel }));
}

async function measureDense(): Promise<Part> {
  const { a, y } = makeTable(DENSE, SIDES, 1);
  const numpy = solveByNumpy(a, y, { turns: TURNS });
  if (numpy.library !== 'OpenBLAS') throw new Error('numpy has no OpenBLAS here: install libopenblas0');
  const [plain, wasm] = [await solveBy('plain', a, y), await solveBy('wasm', a, y)];
  const bounds = await measureMedian(TURNS, () => boundError(a, y, wasm.value));
  const plainBound = boundError(a, y, plain.value, { kernel: 'plain' });
  requireEqual(plain.value.values, wasm.value.values);
  requireEqual(plainBound.limits.values, bounds.value.limits.values);
  return {
    lines: [
      [`numpy, OpenBLAS, dense`, ...showNumpy(numpy)],
      ['WebAssembly kernel, dense', ...showCost(wasm)],
      ['plain kernel, dense', ...showCost(plain)],
      ['bound of the error, WebAssembly', ...showCost(bounds)],
    ],
    goals: [
      atMost('dense, WebAssembly kernel / OpenBLAS', wasm.cpu / 1000 / numpy.seconds, 6),
      atMost('dense, plain kernel / OpenBLAS', plain.cpu / 1000 / numpy.seconds, 20),
    ],
  };
}

async function measureSparse(): Promise<Part> {
  const { a: dense, y } = makeTable(LARGE, SIDES, 0.01);
  const a = compress(dense);
  const [plain, wasm] = [await solveBy('plain', a, y), await solveBy('wasm', a, y)];
  requireEqual(plain.value.values, wasm.value.values);
  const residual = largestResidual(dense, y, wasm.value);
  const scipy = solveByNumpy(a, y, { turns: 3, residual });
  return {
    lines: [
      [`scipy, ${scipy.method}, sparse`, ...showNumpy(scipy)],
      ['WebAssembly kernel, sparse', ...showCost(wasm)],
      ['plain kernel, sparse', ...showCost(plain)],
    ],
    goals: [atMost('sparse, WebAssembly kernel / scipy', wasm.cpu / 1000 / scipy.seconds, 2)],
  };
}

async function measureProduct(): Promise<Part> {
  const { a, y } = makeTable(LARGE, 1, 0.4);
  const pass = await measureMedian(TURNS, () => addUp(a.values));
  const read = { isTransposed: false, isCompared: false };
  const product = await measureMedian(TURNS, () => multiplyColumn(a, y.values, read));
  const sizes = await measureMedian(TURNS, () => multiplyColumn(a, y.values, { ...read, isCompared: true }));
  return {
    lines: [
      ['plain pass', ...showCost(pass)],
      ['A v', ...showCost(product)],
      ['compared A v', ...showCost(sizes)],
    ],
    goals: [
      atMost('A v / plain pass', product.cpu / pass.cpu, 2),
      atMost('compared A v / plain pass', sizes.cpu / pass.cpu, 2),
    ],
  };
}

const outcomeSchema = z.object({ by: z.string(), cpu: z.number(), peak: z.number() });

/** Runs each solver in a process of its own. */
function measureMemory(): string[][] {
  const solvers = [
    ['decomposition', MOST_DECOMPOSED],
    ['iteration', LARGE],
    ['vector', LARGE],
    ['inverse', INVERTED],
  ] as const;
  return solvers.map(([solver, rows]) => {
    const script = join(import.meta.dirname, '../tools/solver-memory.ts');
    const options = ['--expose-gc', script, solver, String(rows), String(SIDES)];
    const { status, stdout, stderr } = spawnSync(process.execPath, options, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the solver "${solver}" failed: ${stderr}`);
    const { by, cpu, peak } = outcomeSchema.parse(JSON.parse(stdout));
    if (by !== '' && by !== solver) throw new Error(`the bound is by ${by}, not by ${solver}`);
    const name = by === '' ? solver : `bound by ${by}`;
    return [`${name}, ${rows.toLocaleString('en-GB')} rows`, showTime(cpu), '', '', showMemory(peak)];
  });
}

function addUp(values: Float64Array): number {
  let sum = 0;
  // By index: an iterator takes ten times as long, and would flatter the product.
  let at = 0;
  while (at < values.length) sum += values[at++]!;
  return sum;
}

function showNumpy({ seconds }: NumpySolution): string[] {
  return [showTime(1000 * seconds), '', ''];
}

function requireEqual(values: Float64Array, others: Float64Array): void {
  if (!values.every((value, at) => Object.is(value, others[at])))
    throw new Error('the kernels give different bits');
}

/** The largest of |Y − X + A X|, as scipy computes its own. */
function largestResidual(a: DenseCoefficients, y: Panel, x: Panel): number {
  let largest = 0;
  for (let column = 0; column < y.columns; column++) {
    const own = Float64Array.from({ length: a.size }, (_, row) => x.values[row * y.columns + column]!);
    const product = multiplyColumn(a, own, { isTransposed: false, isCompared: false });
    for (const [row, value] of own.entries())
      largest = Math.max(largest, Math.abs(y.values[row * y.columns + column]! - value + product[row]!));
  }
  return largest;
}
