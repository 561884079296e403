import type { Hex } from '../../core/encoding/hex.ts';
import type { Task, UnitSize } from '../../core/work/task.ts';
import type { UnitResults, Work } from '../../client/generated/openapi.ts';
import type { WorkClient } from '../../client/http/work.ts';
import type { ComputedWhere } from '../engines/computed-where.ts';
import { hashHeld } from '../../tables/hash-bytes.ts';
import { WorkError } from './work-error.ts';

/** Who computes units, and how that is checked. */
export interface PoolRequest {
  /** Party ids or identifiers. What several pools give must be the same. */
  readonly pools: readonly string[];
  /** Who asks, where the key belongs to several parties. */
  readonly party?: string | undefined;
  /** `sample`: some units, which no pool knows, are computed here too. `alone`: also each that not two pools gave. */
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
  /** Bytes of memory that this program takes, with what it has opened to compute a unit. */
  readonly memory: () => number;
  /** Tells a person what happened, such as a pool that gave something else. */
  readonly say: (text: string) => void;
}

/** What is computed. */
export interface PooledTask {
  readonly task: Task;
  readonly units: number;
  /** Ranges of units, from a number to below another. One unit of each, chosen by chance, is computed here in any case. None: what pools give is checked in another way. */
  readonly samples: readonly { readonly from: number; readonly until: number }[];
  /** Computes the bytes of a unit here. */
  readonly compute: (unit: number) => Promise<Uint8Array>;
  /** Returns what each unit takes at most, from the largest of the samples in bytes, and the milliseconds of one. */
  readonly sizeOf: (largest: number, each: number) => UnitSize;
}

/** Milliseconds between two looks at what came back, and the part of the time that is left at the pace so far. */
const [SHORTEST, LONGEST, PART] = [50, 1000, 0.25];

/** Codes of a unit that would end this program too, or keep it for long. */
const KILLERS: ReadonlySet<string> = new Set(['lease-ended', 'worker-ended', 'unit-too-slow']);

type Given = UnitResults['items'];

/** The units of a task that pools compute. What comes back is not trusted: it is compared with other pools and with what is computed here. */
export class PoolUnits {
  readonly #pooled: PooledTask;
  readonly #request: PoolRequest;
  readonly #ports: PoolPorts;
  readonly #counts = new Map<Hex, { units: number; wrong: number }>();
  /** What was computed here, by unit: the hash alone. */
  readonly #here = new Map<number, string>();
  #results: Given = [];
  #dead: UnitResults['dead'] = [];
  #work: Work;
  readonly #began: number;

  private constructor(pooled: PooledTask, request: PoolRequest, ports: PoolPorts, work: Work) {
    this.#pooled = pooled;
    this.#request = request;
    this.#ports = ports;
    this.#work = work;
    this.#began = ports.now();
    for (const { pool } of work.lines) this.#counts.set(pool, { units: 0, wrong: 0 });
  }

  /** Asks pools for the units of a task. Units that are computed here say what one takes. @throws ApiError; what `compute` throws */
  static async ask(pooled: PooledTask, request: PoolRequest, ports: PoolPorts): Promise<PoolUnits> {
    const here = new Map<number, string>();
    const began = ports.now();
    let bytes = 1;
    for (const { from, until } of pooled.samples) {
      const unit = from + Math.floor(ports.random() * (until - from));
      const own = await pooled.compute(unit);
      here.set(unit, await hashHeld(own));
      bytes = Math.max(bytes, own.length);
    }
    const each = (ports.now() - began) / Math.max(1, pooled.samples.length);
    const { pools, party } = request;
    const { task, units: count } = pooled;
    const work = await ports.work.ask({ party, pools, task, units: count, unit: pooled.sizeOf(bytes, each) });
    const units = new PoolUnits(pooled, request, ports, work);
    for (const [unit, hash] of here) units.#here.set(unit, hash);
    return units;
  }

  /** Returns the id of the work, and where its units were computed so far. */
  where(): ComputedWhere {
    return {
      units: this.#pooled.units,
      pools: [...this.#counts].map(([party, counts]) => ({ party, ...counts })),
      here: this.#here.size,
    };
  }

  /**
   * Waits until pools gave a unit, checks it and returns its bytes. Units are taken in their order.
   * @throws WorkError; ApiError; what `compute` throws
   */
  async take(unit: number): Promise<Uint8Array> {
    const given = await this.#wait(unit);
    const hash = this.#here.get(unit) ?? this.#agree(given);
    if (hash === null || given.length === 0) return this.#computeHere(unit, given);
    this.#count(unit, given);
    const bytes = await this.#ports.work.readResult(this.#work.id, unit, hash);
    if ((await hashHeld(bytes)) === hash) return bytes;
    throw new WorkError('work-differs', `the server gave other bytes of unit ${unit} than its list says`);
  }

  /** Returns the hash that pools gave for a unit, where that is enough to take it. */
  #agree(given: Given): string | null {
    const [hash, ...others] = new Set(given.map(({ sha256 }) => sha256));
    const isEnough = given.length > 1 || this.#request.check === 'sample';
    return hash !== undefined && others.length === 0 && isEnough ? hash : null;
  }

  async #computeHere(unit: number, given: Given): Promise<Uint8Array> {
    const bytes = await this.#pooled.compute(unit);
    this.#here.set(unit, await hashHeld(bytes));
    this.#count(unit, given);
    return bytes;
  }

  /** Ends the work: what came back is deleted. Nothing of a pool is used after an error of ours, so that ends it too. */
  async end(state: 'done' | 'cancelled'): Promise<void> {
    await this.#ports.work.end(this.#work.id, state);
  }

  /** The error of a unit whose bytes are not what the engine gives, though no pool differs. */
  refuse(unit: number, cause: unknown): WorkError {
    return this.#differs(
      unit,
      this.#results.filter((each) => each.unit === unit),
      cause,
    );
  }

  /** Counts what pools gave, and compares it with what was computed here. Where two pools differ, the wrong one is named, and the work goes on. */
  #count(unit: number, given: Given): void {
    const own = this.#here.get(unit);
    const wrong = own === undefined ? [] : given.filter(({ sha256: hash }) => hash !== own);
    for (const { pool } of given) this.#counts.get(pool)!.units += 1;
    for (const { pool } of wrong) this.#counts.get(pool)!.wrong += 1;
    if (wrong.length === 0) return;
    if (wrong.length === given.length) throw this.#differs(unit, wrong);
    this.#ports.say(`! ${describeDifference(unit, wrong)}; the others agree with this machine`);
  }

  #differs(unit: number, wrong: Given, cause?: unknown): WorkError {
    const text = `${describeDifference(unit, wrong)}. Nothing that came back is used`;
    return new WorkError('work-differs', text, cause);
  }

  /** Returns what the pools that still compute gave for a unit: nothing where all have given it up. */
  async #wait(unit: number): Promise<Given> {
    while (this.#isMissing(unit)) {
      await this.#ports.wait(this.#choosePause(unit));
      await this.#look(unit);
    }
    return this.#settle(unit);
  }

  /** Whether a pool that still computes has neither given a unit nor given it up. */
  #isMissing(unit: number): boolean {
    const has = (each: { readonly unit: number; readonly pool: Hex }, pool: Hex): boolean =>
      each.unit === unit && each.pool === pool;
    return this.#work.lines.some(
      ({ pool, refused }) =>
        refused === null &&
        !this.#results.some((result) => has(result, pool)) &&
        !this.#dead.some((dead) => has(dead, pool)),
    );
  }

  /** Each look costs the server as much as a unit that is delivered. So they are few while much is left, and many at the end. */
  #choosePause(unit: number): number {
    const pace = (this.#ports.now() - this.#began) / Math.max(1, unit);
    return Math.min(LONGEST, Math.max(SHORTEST, PART * pace * (this.#pooled.units - unit)));
  }

  /** Reads what came back from a unit on, and if that is nothing new, how far each pool is. @throws WorkError `work-ended` */
  async #look(unit: number): Promise<void> {
    const { work: client } = this.#ports;
    const { items, dead } = await client.listResults(this.#work.id, unit);
    const known = this.#results.filter((each) => each.unit >= unit).length;
    [this.#results, this.#dead] = [items, dead];
    if (items.length > known) return;
    this.#work = await client.read(this.#work.id);
    if (this.#work.state !== 'open')
      throw new WorkError('work-ended', `the work ${this.#work.id} was ended: ask again`);
  }

  /** @throws WorkError `work-refused` if no pool computes; `work-dead` for a unit that ended its workers */
  #settle(unit: number): Given {
    const given = this.#results.filter((each) => each.unit === unit);
    const dead = this.#dead.filter((each) => each.unit === unit);
    if (given.length > 0) return given;
    const killer = dead.find(({ code }) => KILLERS.has(code));
    const { id, unit: size, lines } = this.#work;
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

function describeDifference(unit: number, wrong: Given): string {
  const pools = wrong.map(({ pool, worker }) => `${pool} (worker ${worker})`).join(', ');
  return `unit ${unit} has other bytes from ${pools} than the engine gives here`;
}
