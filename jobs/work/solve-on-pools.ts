import type { Hex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import { MOST_UNIT_BYTES, type UnitSize } from '../../core/work/task.ts';
import { EngineError, placeOfAsked } from '../../engine/errors/engine-error.ts';
import type { SolvedRun } from '../../engine/run.ts';
import { openSource } from '../documents/document-source.ts';
import type { ComputedWhere } from '../engines/computed-where.ts';
import { WITH_INTERVALS } from '../compute/own-parameters.ts';
import type { RunToSolve, SolvingPlace } from '../compute/solved-elsewhere.ts';
import { type PoolPorts, type PoolRequest, PoolUnits } from './pool-units.ts';
import { encodeSolution, isNoSolution, nameSolution } from './solution-bytes.ts';
import { WorkError } from './work-error.ts';

/** Pools that solve the equations of a run, and where they were solved. */
export interface PoolSolving extends SolvingPlace {
  /** Null where nothing was solved on pools. */
  readonly where: () => ComputedWhere | null;
}

/** Returns what lets pools solve the equations of a run over documents. Workers that draw solve them for themselves. */
export function solveOnPools(request: PoolRequest, ports: PoolPorts): PoolSolving {
  let where: ComputedWhere | null = null;
  return {
    where: () => where,
    async find(run) {
      if (run.documents.length === 0 || run.method === WITH_INTERVALS) return null;
      const { bytes, place } = await takeSolution(run, request, ports);
      where = place;
      return isNoSolution(bytes) ? null : readSolution(run, bytes);
    },
    refuse(why) {
      const { units, pools = [] } = where ?? {};
      const names = pools.map(({ party }) => party).join(', ');
      ports.say(`! the solution from ${names} is not taken, the equations are solved here: ${why}`);
      where = { units: units ?? 1, pools: pools.map((pool) => ({ ...pool, wrong: pool.units })), here: 1 };
    },
  };
}

async function takeSolution(
  run: RunToSolve,
  request: PoolRequest,
  ports: PoolPorts,
): Promise<{ readonly bytes: Uint8Array; readonly place: ComputedWhere }> {
  const { opened, method, inputs, parameters, solveHere } = run;
  const asked = {
    ...{ method, parameters: parameters as JsonObject },
    inputs: inputs.map(({ record }) => record as Hex).sort(),
  };
  const pooled = {
    task: { kind: 'solution', engine: opened.engine.digest, run: asked } as const,
    units: 1,
    samples: [],
    compute: async () => encodeSolution(await solveHere()),
    sizeOf: () => estimateSize(run, ports.memory()),
  };
  const units = await PoolUnits.ask(pooled, request, ports);
  try {
    const bytes = await units.take(0);
    await units.end('done');
    return { bytes, place: units.where() };
  } catch (error) {
    if (error instanceof WorkError) await units.end('cancelled').catch(() => {});
    throw error;
  }
}

async function readSolution({ opened }: RunToSolve, bytes: Uint8Array): Promise<SolvedRun> {
  const { matrix } = await opened.readDocument!(await nameSolution(bytes), openSource(bytes));
  if (matrix.form === 'dense') return { matrix };
  throw new EngineError('bad-document', 'the solution has gaps', matrix.form, placeOfAsked('solution'));
}

/** Operations a second of one core, bytes of a number of a decomposition, and characters of one in a document: an estimate states more than it takes. */
const [SPEED, NUMBER, DIGITS] = [1e9, 16, 32];

/** Estimates what solving takes from the sizes of documents: to measure it would be to solve. A decomposition of the largest is at most ⅔ n³ operations. */
function estimateSize({ documents }: RunToSolve, memory: number): UnitSize {
  const rows = Math.max(...documents.map(({ matrix }) => matrix.rows.length));
  const columns = documents
    .map(({ matrix }) => Math.min(matrix.rows.length, matrix.columns.length))
    .filter((least) => least < rows)
    .reduce((sum, least) => sum + least, 1);
  return {
    bytes: Math.min(MOST_UNIT_BYTES, DIGITS * (rows + 2) * (columns + 4)),
    memory: memory + NUMBER * rows ** 2,
    seconds: Math.ceil((2 * rows ** 3) / 3 / SPEED),
  };
}
