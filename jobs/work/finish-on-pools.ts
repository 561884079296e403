import { sha256 } from '@noble/hashes/sha2.js';
import type { Hex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import { formatHex } from '../../core/encoding/hex.ts';
import type { UnitResults, Work, WorkClient } from '../../client/http/work.ts';
import type { SimulatedGroup, Simulation, Slice } from '../../engine/uncertainty/simulate.ts';
import type { EngineRun, FinishRun } from '../engines/method-engine.ts';
import { pace, type SimulationProgress } from '../compute/simulate-here.ts';
import type { ComputedWhere } from '../engines/computed-where.ts';
import { decodeSlice, encodeSlice, formOfSlice, type SliceForm } from './slice-bytes.ts';
import { WorkError } from './work-error.ts';

/** Who computes the draws of a run, and how that is checked. */
export interface PoolRequest {
  /** Party ids or identifiers. What several pools give must be the same. */
  readonly pools: readonly string[];
  /** Who asks, where the key belongs to several parties. */
  readonly party?: string | undefined;
  /** `sample`: one unit of each group, which no pool knows, is computed here too. `alone`: each that not two pools gave. */
  readonly check: 'sample' | 'alone';
}

/** What this machine gives. */
export interface PoolPorts {
  readonly work: WorkClient;
  /** A number from 0 to below 1 that no pool can foresee. */
  readonly random: () => number;
  /** Milliseconds. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Bytes of memory that the prepared run takes here. */
  readonly memory: () => number;
  readonly onProgress: (progress: SimulationProgress) => void;
  /** Tells a person what happened, such as a pool that gave something else. */
  readonly say: (text: string) => void;
}

/** What finishes a run on pools, and where it did. */
export interface PoolFinish {
  readonly finish: FinishRun;
  /** Null before it has ended, and where nothing was drawn. */
  readonly where: () => ComputedWhere | null;
}

/**
 * Returns what finishes a run whose draws pools compute. Their slices are added here in order, so the result has the same bits as at home.
 * A pool is not trusted: what comes back is compared with other pools and with what is computed here.
 */
export function finishOnPools(request: PoolRequest, ports: PoolPorts): PoolFinish {
  let where: ComputedWhere | null = null;
  return {
    where: () => where,
    finish: async (prepared, run) => {
      const { simulation } = prepared;
      if (simulation === null || simulation.groups === 0) return prepared.finish();
      if ((run.options.documents ?? []).length > 0)
        throw new WorkError('work-inputs', 'the run reads documents: compute it here, without --pool');
      const adder = new PoolSimulation(simulation, request, ports);
      const groups = await adder.simulate(run);
      where = adder.where();
      return prepared.finish(groups);
    },
  };
}

/** Milliseconds between two looks at what came back. */
const [SHORTEST, LONGEST] = [50, 1000];

/** The draws of one run on pools. */
class PoolSimulation {
  readonly #simulation: Simulation;
  readonly #request: PoolRequest;
  readonly #ports: PoolPorts;
  readonly #counts = new Map<Hex, { units: number; wrong: number }>();
  /** What was computed here, by unit: the hash alone. */
  readonly #here = new Map<number, string>();
  readonly #forms: SliceForm[] = [];
  #results: UnitResults['items'] = [];
  #dead: UnitResults['dead'] = [];
  #work: Work | null = null;

  constructor(simulation: Simulation, request: PoolRequest, ports: PoolPorts) {
    this.#simulation = simulation;
    this.#request = request;
    this.#ports = ports;
  }

  where(): ComputedWhere {
    return {
      units: this.#units,
      pools: [...this.#counts].map(([party, counts]) => ({ party, ...counts })),
      here: this.#here.size,
    };
  }

  get #units(): number {
    return this.#simulation.slices * this.#simulation.groups;
  }

  async simulate(run: EngineRun): Promise<SimulatedGroup[]> {
    const { slices, groups } = this.#simulation;
    const { work: client, onProgress, random, now } = this.#ports;
    const began = now();
    let bytes = 0;
    // One unit of each group is computed here: it says what a unit takes, and no pool knows which it is.
    for (let group = 0; group < groups; group++) {
      const slice = Math.floor(random() * (slices - 1));
      const own = this.#compute(group, slice);
      this.#forms[group] = formOfSlice(own);
      bytes = Math.max(bytes, encodeSlice(own).length);
    }
    const seconds = Math.max(1, Math.ceil((now() - began) / 1000 / groups));
    const unit = { bytes, memory: this.#ports.memory(), seconds };
    const { pools, party } = this.#request;
    this.#work = await client.ask({ party, pools, task: this.#task(run), units: this.#units, unit });
    for (const { pool } of this.#work.lines) this.#counts.set(pool, { units: 0, wrong: 0 });
    const report = pace(this.#units, onProgress);
    try {
      const done: SimulatedGroup[] = [];
      for (let group = 0; group < groups; group++) {
        const sum = this.#simulation.openGroup(group);
        for (let slice = 0; slice < slices; slice++) {
          sum.add(await this.#take(group, slice));
          report();
        }
        done.push(sum.finish());
      }
      await client.end(this.#work.id, 'done');
      return done;
    } catch (error) {
      if (error instanceof WorkError) await client.end(this.#work.id, 'cancelled').catch(() => {});
      throw error;
    }
  }

  #task({ engine, method, inputs, parameters }: EngineRun): Parameters<WorkClient['ask']>[0]['task'] {
    const run = {
      method,
      parameters: parameters as JsonObject,
      inputs: inputs.map(({ record }) => record as Hex).sort(),
    };
    return { kind: 'draws', engine: engine.digest, slices: this.#simulation.slices, run };
  }

  #compute(group: number, slice: number): Slice {
    const own = this.#simulation.sampleSlice(group, slice);
    this.#here.set(this.#unitOf(group, slice), hashBytes(encodeSlice(own)));
    return own;
  }

  #unitOf(group: number, slice: number): number {
    return group * this.#simulation.slices + slice;
  }

  /** Waits until pools gave a slice, and checks it. */
  async #take(group: number, slice: number): Promise<Slice> {
    const unit = this.#unitOf(group, slice);
    const given = await this.#wait(unit);
    const hashes = new Set(given.map(({ sha256: hash }) => hash));
    const isAgreed = hashes.size === 1 && given.length > 1;
    const isChecked = this.#here.has(unit) || (isAgreed ? false : this.#request.check === 'alone');
    const own = isChecked || hashes.size !== 1 ? this.#compute(group, slice) : null;
    this.#count(unit, given);
    const [hash] = hashes;
    if (own !== null) return own;
    const bytes = await this.#ports.work.readResult(this.#work!.id, unit, hash!);
    if (hashBytes(bytes) !== hash)
      throw new WorkError('work-differs', `the server gave other bytes of unit ${unit} than its list says`);
    return this.#decode(bytes, group, slice, given);
  }

  #decode(bytes: Uint8Array, group: number, slice: number, given: UnitResults['items']): Slice {
    const { slices, draws } = this.#simulation;
    const form = this.#forms[group]!;
    const isLast = slice === slices - 1;
    try {
      return decodeSlice(bytes, isLast ? { ...form, draws: draws - (slices - 1) * form.draws } : form);
    } catch (cause) {
      throw this.#differs(this.#unitOf(group, slice), given, cause);
    }
  }

  /** Counts what pools gave, and compares it with what was computed here. Where two pools differ, the wrong one is named, and the work goes on. */
  #count(unit: number, given: UnitResults['items']): void {
    const own = this.#here.get(unit);
    const wrong = own === undefined ? [] : given.filter(({ sha256: hash }) => hash !== own);
    for (const { pool } of given) this.#counts.get(pool)!.units += 1;
    for (const { pool } of wrong) this.#counts.get(pool)!.wrong += 1;
    if (wrong.length === 0) return;
    if (wrong.length === given.length) throw this.#differs(unit, wrong);
    this.#ports.say(`! ${describeDifference(unit, wrong)}; the others agree with this machine`);
  }

  #differs(unit: number, wrong: UnitResults['items'], cause?: unknown): WorkError {
    const text = `${describeDifference(unit, wrong)}. Nothing that came back is used`;
    return new WorkError('work-differs', text, cause);
  }

  /** Returns what the pools that still compute gave for a unit: nothing where all have given it up. */
  async #wait(unit: number): Promise<UnitResults['items']> {
    for (let pause = SHORTEST; ; pause = Math.min(LONGEST, 2 * pause)) {
      const given = this.#results.filter((result) => result.unit === unit);
      const ended = this.#dead.filter((each) => each.unit === unit);
      const lines = this.#work!.lines.filter(({ pool, refused }) => {
        const hasIt =
          given.some((result) => result.pool === pool) || ended.some((each) => each.pool === pool);
        return !hasIt && refused === null;
      });
      if (lines.length === 0) return this.#settle(unit, given, ended);
      const isNew = await this.#look(unit);
      if (isNew) pause = SHORTEST;
      else await this.#ports.wait(pause);
    }
  }

  async #look(unit: number): Promise<boolean> {
    const { work: client } = this.#ports;
    const { items, dead } = await client.listResults(this.#work!.id, unit);
    const isNew = items.length > this.#results.filter((each) => each.unit >= unit).length;
    [this.#results, this.#dead] = [items, dead];
    if (isNew) return true;
    this.#work = await client.read(this.#work!.id);
    if (this.#work.state !== 'open')
      throw new WorkError('work-ended', `the work ${this.#work.id} was ended: ask again`);
    return false;
  }

  /** @throws WorkError `work-refused` if no pool computes; `work-dead` for a unit that ended its workers */
  #settle(unit: number, given: UnitResults['items'], dead: UnitResults['dead']): UnitResults['items'] {
    if (given.length > 0) return given;
    const killer = dead.find(({ code }) => code === 'lease-ended' || code === 'worker-ended');
    const { id, unit: size, lines } = this.#work!;
    if (killer !== undefined)
      throw new WorkError(
        'work-dead',
        `unit ${unit} of ${id} is given up: ${killer.message}. It states ${size.memory} bytes of memory and ${size.seconds} s`,
      );
    if (dead.length > 0) {
      this.#ports.say(`! unit ${unit}: ${dead[0]!.code}: ${dead[0]!.message}; it is computed here`);
      return [];
    }
    const reasons = lines.map(({ pool, refused }) => `${pool}: ${refused!.code}: ${refused!.message}`);
    throw new WorkError('work-refused', `no pool computes ${id}: ${reasons.join('; ')}`);
  }
}

function hashBytes(bytes: Uint8Array): string {
  return formatHex(sha256(bytes)).slice(2);
}

function describeDifference(unit: number, wrong: UnitResults['items']): string {
  const pools = wrong.map(({ pool, worker }) => `${pool} (worker ${worker})`).join(', ');
  return `unit ${unit} has other bytes from ${pools} than the engine gives here`;
}
