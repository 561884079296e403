import type { Hex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import type { SimulatedGroup, Simulation, Slice } from '../../engine/uncertainty/simulate.ts';
import { pace, type SimulationProgress } from '../compute/simulate-here.ts';
import type { ComputedWhere } from '../engines/computed-where.ts';
import type { EngineRun, FinishRun } from '../engines/method-engine.ts';
import { type PooledTask, type PoolPorts, type PoolRequest, PoolUnits } from './pool-units.ts';
import { bytesOfForm, decodeSlice, encodeSlice, formOfSlice, type SliceForm } from './slice-bytes.ts';
import { WorkError } from './work-error.ts';

/** What this machine gives, and what gets how far the draws are. */
export interface DrawPorts extends PoolPorts {
  readonly onProgress: (progress: SimulationProgress) => void;
}

/** What finishes a run on pools, and where it did. */
export interface PoolFinish {
  readonly finish: FinishRun;
  /** Null before it has ended, and where nothing was drawn. */
  readonly where: () => ComputedWhere | null;
}

/** Returns what finishes a run that begins now, and whose draws pools compute. Their slices are added here in order, so the result has the same bits as at home. */
export function finishOnPools(request: PoolRequest, ports: DrawPorts): PoolFinish {
  const began = ports.now();
  let where: ComputedWhere | null = null;
  return {
    where: () => where,
    finish: async (prepared, run) => {
      const { simulation } = prepared;
      if (simulation === null || simulation.groups === 0) return prepared.finish();
      const draws = new PooledDraws(simulation, run, { opening: ports.now() - began, memory: ports.memory });
      const units = await PoolUnits.ask(draws.pooled, request, ports);
      try {
        const groups = await draws.add(units, ports);
        where = units.where();
        await units.end('done');
        return prepared.finish(groups);
      } catch (error) {
        if (error instanceof WorkError) await units.end('cancelled').catch(() => {});
        throw error;
      }
    },
  };
}

/** What opening a run took here: a worker opens it with its first unit. */
interface Opening extends Pick<PoolPorts, 'memory'> {
  /** Milliseconds. */
  readonly opening: number;
}

/** The draws of a run as units of a task. */
class PooledDraws {
  readonly pooled: PooledTask;
  readonly #simulation: Simulation;
  /** The form of the slices of each group: one of each was computed here. */
  readonly #forms = new Map<number, SliceForm>();

  constructor(
    simulation: Simulation,
    { engine, method, inputs, parameters }: EngineRun,
    { opening, memory }: Opening,
  ) {
    const { slices, groups } = simulation;
    const run = {
      method,
      parameters: parameters as JsonObject,
      inputs: inputs.map(({ record }) => record as Hex).sort(),
    };
    this.#simulation = simulation;
    this.pooled = {
      task: { kind: 'draws', engine: engine.digest, slices, run },
      units: slices * groups,
      samples: Array.from({ length: groups }, (_, group) => ({
        from: group * slices,
        until: (group + 1) * slices,
      })),
      compute: (unit) => Promise.resolve(encodeSlice(this.#compute(unit))),
      // The sample may be the last slice, which is shorter.
      sizeOf: (_, each) => ({
        ...{ bytes: Math.max(...[...this.#forms.values()].map(bytesOfForm)), memory: memory() },
        seconds: Math.max(1, Math.ceil((opening + each) / 1000)),
      }),
    };
  }

  /** Adds the slices of all groups, each in its order. */
  async add(units: PoolUnits, { onProgress }: Pick<DrawPorts, 'onProgress'>): Promise<SimulatedGroup[]> {
    const { slices, groups } = this.#simulation;
    const report = pace(this.pooled.units, onProgress);
    const done: SimulatedGroup[] = [];
    for (let group = 0; group < groups; group++) {
      const sum = this.#simulation.openGroup(group);
      for (let unit = group * slices; unit < (group + 1) * slices; unit++) {
        sum.add(await this.#take(units, unit));
        report();
      }
      done.push(sum.finish());
    }
    return done;
  }

  #compute(unit: number): Slice {
    const { slices } = this.#simulation;
    const group = Math.floor(unit / slices);
    const slice = this.#simulation.sampleSlice(group, unit % slices);
    const form = formOfSlice(slice);
    this.#forms.set(group, { ...form, draws: this.#fullDraws(unit, form.draws) });
    return slice;
  }

  /** Returns the draws of a whole slice, from those of one: all slices have as many, but the last has what is left. */
  #fullDraws(unit: number, own: number): number {
    const { slices, draws } = this.#simulation;
    return slices > 1 && unit % slices === slices - 1 ? (draws - own) / (slices - 1) : own;
  }

  async #take(units: PoolUnits, unit: number): Promise<Slice> {
    const bytes = await units.take(unit);
    const { slices, draws } = this.#simulation;
    const form = this.#forms.get(Math.floor(unit / slices))!;
    const left = draws - (unit % slices) * form.draws;
    try {
      return decodeSlice(bytes, { ...form, draws: Math.min(form.draws, left) });
    } catch (cause) {
      throw units.refuse(unit, cause);
    }
  }
}
