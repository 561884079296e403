import type { HeldUnit, WorkClient } from '../../client/http/work.ts';
import type { TakenUnits } from './opened-tasks.ts';

/** What renews leases. */
export interface RenewPorts {
  readonly work: Pick<WorkClient, 'renew'>;
  /** Milliseconds. */
  readonly now: () => number;
}

/** How often a lease is renewed before it would end. */
const TIMES = 3;
/** Units that one request renews. */
const MOST = 64;

/** The units that a worker has leased, and has not delivered yet. */
export class HeldUnits {
  readonly #ports: RenewPorts;
  readonly #units = new Map<string, HeldUnit>();
  #renewEvery = 0;
  #renewAt = 0;

  constructor(ports: RenewPorts) {
    this.#ports = ports;
  }

  /** The work of which units are held. */
  works(): Set<string> {
    return new Set([...this.#units.values()].map(({ work }) => work));
  }

  /** Adds the units of a lease, and returns them. */
  add({ work, pool, units, seconds }: TakenUnits): HeldUnit[] {
    this.#renewEvery = (1000 * seconds) / TIMES;
    if (this.#units.size === 0) this.#renewAt = this.#ports.now() + this.#renewEvery;
    const added = units.map((unit) => ({ work, pool, ...unit }));
    for (const unit of added) this.#units.set(keyOf(unit), unit);
    return added;
  }

  has(unit: HeldUnit): boolean {
    return this.#units.get(keyOf(unit)) === unit;
  }

  /** Removes a unit that is delivered or given back. */
  drop(unit: HeldUnit): void {
    if (this.has(unit)) this.#units.delete(keyOf(unit));
  }

  /** Renews all leases when a third of their time is over. Units that are another's meanwhile are held no more. @throws ApiError */
  async renew(): Promise<void> {
    if (this.#units.size === 0 || this.#ports.now() < this.#renewAt) return;
    for (const units of Map.groupBy(this.#units.values(), ({ work, pool }) => `${work}/${pool}`).values())
      for (let first = 0; first < units.length; first += MOST)
        await this.#renewSome(units.slice(first, first + MOST));
    this.#renewAt = this.#ports.now() + this.#renewEvery;
  }

  async #renewSome(units: readonly HeldUnit[]): Promise<void> {
    const { work, pool } = units[0]!;
    const places = units.map(({ unit, token }) => ({ unit, token }));
    const kept = new Set(await this.#ports.work.renew(work, pool, places));
    for (const unit of units) if (!kept.has(unit.unit)) this.drop(unit);
  }
}

function keyOf({ work, unit }: HeldUnit): string {
  return `${work}/${unit}`;
}
