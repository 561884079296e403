import type { ComputedWhere } from '../engines/computed-where.ts';
import { MOST_UNIT_BYTES, type Task } from '../../core/work/task.ts';
import { type PoolPorts, type PoolRequest, PoolUnits } from './pool-units.ts';
import { WorkError } from './work-error.ts';

/** Units that are results of their own, such as the runs of a grid. */
export interface UnitsRequest {
  readonly task: Task;
  readonly units: number;
  /** Null: all is computed here. */
  readonly pools: { readonly request: PoolRequest; readonly ports: PoolPorts } | null;
}

/** What this machine gives. */
export interface UnitsPorts {
  /** Computes a unit here. */
  readonly compute: (unit: number) => Promise<Uint8Array>;
  /** Gets the bytes of each unit, in their order. */
  readonly keep: (unit: number, bytes: Uint8Array) => Promise<void>;
}

/** Units that are computed here in any case: their sizes differ, and one alone may be that of a refused run. */
const SAMPLES = 3;
/** How many bytes a unit may have: those that differ more are computed here, and that is said. */
const [TIMES, LEAST_BYTES] = [4, 1 << 16];

function allowBytes(largest: number): number {
  return Math.min(MOST_UNIT_BYTES, Math.max(LEAST_BYTES, TIMES * largest));
}

/** Computes the units of a task, here or on pools. Returns where they were computed; null where that was here. @throws as `PoolUnits` */
export async function computeUnits(
  { task, units, pools }: UnitsRequest,
  { compute, keep }: UnitsPorts,
): Promise<ComputedWhere | null> {
  if (pools === null) {
    for (let unit = 0; unit < units; unit++) await keep(unit, await compute(unit));
    return null;
  }
  const pooled = {
    ...{ task, units, compute },
    sizeOf: (largest: number, each: number) => ({
      ...{ bytes: allowBytes(largest), memory: pools.ports.memory() },
      seconds: Math.max(1, Math.ceil(each / 1000)),
    }),
    samples: splitUnits(units, Math.min(SAMPLES, units)),
  };
  const asked = await PoolUnits.ask(pooled, pools.request, pools.ports);
  try {
    for (let unit = 0; unit < units; unit++) await keep(unit, await asked.take(unit));
    await asked.end('done');
    return asked.where();
  } catch (error) {
    if (error instanceof WorkError) await asked.end('cancelled').catch(() => {});
    throw error;
  }
}

function splitUnits(units: number, parts: number): { from: number; until: number }[] {
  const startOf = (part: number): number => Math.floor((part * units) / parts);
  return Array.from({ length: parts }, (_, part) => ({ from: startOf(part), until: startOf(part + 1) }));
}
