import type { JsonObject } from '../../core/encoding/json.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { Amount } from '../../engine/quantities/decimal.ts';
import { parseUnit } from '../../engine/quantities/unit.ts';
import { fitShare, fitValue } from './exact-number.ts';
import {
  type Inventory,
  partId,
  type ReadExchange,
  type ReadFactor,
  type ReadFlow,
  type ReadProcess,
  type ReadProduct,
} from './inventory.ts';
import type { LeftOut } from './left-out.ts';
import { nameAll, nameFlow } from './names.ts';

/** The rows of an inventory, and what its processes need that none of them makes. */
export interface InventoryRows {
  readonly entries: readonly UnsaltedEntry[];
  readonly processes: number;
  /** Names of products and wastes, ascending: a run that needs one cuts it off. */
  readonly unsupplied: readonly string[];
}

/** Returns the rows of D6 that state an inventory. */
export function writeRows(stated: Inventory, leftOut: LeftOut): InventoryRows {
  const processes = stated.processes.flatMap((process) => tidyProcess(process, leftOut));
  const writer = new RowWriter({ ...stated, processes }, leftOut);
  const entries = [
    ...processes.flatMap((process) => writer.rowsOf(process)),
    ...writer.factorRows(stated.factors),
  ];
  return { entries, processes: processes.length, unsupplied: writer.unsupplied };
}

/** Returns a process whose amounts are above 0, but for elementary flows; none if it makes nothing. What has a negative sign is saved. */
function tidyProcess(process: ReadProcess, leftOut: LeftOut): ReadProcess[] {
  const exchanges = process.exchanges.flatMap((exchange) => {
    const about = `${process.name}: ${exchange.kind === 'flow' ? exchange.flow : exchange.item}`;
    if (exchange.amount.isZero()) {
      leftOut.note('zero', about);
      return [];
    }
    if (exchange.kind === 'flow' || !exchange.amount.isNegative()) return [exchange];
    if (exchange.kind === 'avoided' || isMade(exchange)) {
      leftOut.note('negative-output', about);
      return [];
    }
    return [{ ...exchange, kind: 'avoided' as const, amount: exchange.amount.abs(), uncertainty: null }];
  });
  if (exchanges.some((exchange) => exchange.kind !== 'flow' && isMade(exchange)))
    return [{ ...process, exchanges }];
  leftOut.note('no-output', process.name);
  return [];
}

class RowWriter {
  readonly #leftOut: LeftOut;
  readonly #processes: ReadonlyMap<string, string>;
  readonly #items: ReadonlyMap<string, string>;
  readonly #titles: ReadonlyMap<string, string>;
  readonly #flows: FlowNames;
  /** The processes that make or treat each item. */
  readonly #makers = new Map<string, Set<string>>();
  readonly #unsupplied = new Set<string>();

  constructor({ processes, items, factors }: Inventory, leftOut: LeftOut) {
    this.#leftOut = leftOut;
    this.#flows = new FlowNames(processes, factors);
    this.#processes = nameAll(processes);
    this.#items = nameAll(items);
    this.#titles = new Map([...processes, ...items].map(({ id, name }) => [id, name]));
    for (const { id, exchanges } of processes)
      for (const exchange of exchanges)
        if (exchange.kind !== 'flow' && isMade(exchange)) this.#addMaker(exchange.item, id);
  }

  get unsupplied(): string[] {
    return [...this.#unsupplied].map((id) => this.#items.get(id)!).sort();
  }

  #addMaker(item: string, process: string): void {
    this.#makers.set(item, (this.#makers.get(item) ?? new Set()).add(process));
  }

  rowsOf(process: ReadProcess): UnsaltedEntry[] {
    const name = this.#processes.get(process.id)!;
    const rows = new Map<string, UnsaltedEntry>();
    for (const exchange of mergeAlike(process, this.#leftOut)) {
      const about = `${process.name}: ${this.#nameOf(exchange)}`;
      if (exchange.kind !== 'flow' && !isMade(exchange)) this.#judgeSupply(exchange, about);
      const row =
        exchange.kind === 'flow' ? this.#flow(name, exchange) : this.#product(name, process.id, exchange);
      const { value, isRounded } = fitValue(exchange.amount);
      if (isRounded) this.#leftOut.note('too-small', about);
      const key = uniqueKey(row.key, rows);
      rows.set(key, entryOf({ ...row, key, value, unit: exchange.unit }, exchange.uncertainty));
    }
    return [...rows.values()];
  }

  #nameOf(exchange: ReadExchange): string {
    return exchange.kind === 'flow' ? exchange.flow : (this.#titles.get(exchange.item) ?? exchange.item);
  }

  #product(name: string, id: string, exchange: ReadProduct): Row {
    const { item, kind, direction, allocation } = exchange;
    const product = this.#items.get(item)!;
    const provider = isMade(exchange) ? null : this.#findProvider(exchange);
    const detail = {
      ...{ row: 'process-exchange', process: name, product, direction },
      ...(kind === 'product' ? {} : { kind }),
      ...(provider === null ? {} : { provider: this.#processes.get(provider)! }),
      ...(allocation === null ? {} : { allocation: fitShare(allocation).toString() }),
      ...titleOf(this.#titles.get(item)!, product),
      ...(isMade(exchange) ? { custom: { process: this.#titles.get(id)!, id, product: item } } : {}),
    };
    return { key: `${name}/${kind === 'avoided' ? kind : direction}/${product}`, detail };
  }

  #flow(name: string, { flow, unit, compartment, place }: ReadFlow): Row {
    const spelled = this.#flows.nameOf(flow, unit);
    const detail = {
      ...{ row: 'elementary-flow', process: name, flow: spelled, compartment },
      ...(place === null ? {} : { geography: place }),
      ...titleOf(flow, spelled),
    };
    return { key: `${name}/${compartment}/${spelled}`, detail };
  }

  /** Returns the stated provider, or its part, where it makes the item. */
  #findProvider({ item, provider }: ReadProduct): string | null {
    if (provider === null) return null;
    const makers = this.#makers.get(item);
    return [provider, partId(provider, item)].find((id) => makers?.has(id)) ?? null;
  }

  #judgeSupply(exchange: ReadProduct, about: string): void {
    const makers = this.#makers.get(exchange.item)?.size ?? 0;
    if (makers === 0) {
      this.#unsupplied.add(exchange.item);
      this.#leftOut.note('provider', about);
    } else if (this.#findProvider(exchange) === null) {
      if (exchange.provider !== null) this.#leftOut.note('provider-missing', about);
      if (makers > 1) this.#leftOut.note('several-providers', about);
    }
  }

  factorRows(factors: readonly ReadFactor[]): UnsaltedEntry[] {
    const rows = new Map<string, { readonly entry: UnsaltedEntry; readonly isGeneral: boolean }>();
    for (const factor of factors) {
      const { flow, compartment, place, year, isGeneral } = factor;
      const category = nameFlow(factor.category);
      const spelled = this.#flows.nameOf(flow, factor.per);
      const unit = `${factor.unit}/${factor.per}`;
      const key = `impact/${category}/${compartment}/${spelled}${place === null ? '' : `/${place}`}`;
      const about = `${factor.category}: ${flow} (${compartment})`;
      const before = rows.get(key);
      if (before !== undefined) this.#leftOut.note('impact-twice', about);
      if (before !== undefined && (before.isGeneral || !isGeneral)) continue;
      const { value, isRounded } = fitValue(factor.amount);
      if (isRounded) this.#leftOut.note('too-small', about);
      const detail = {
        ...{ row: 'characterisation-factor', category, flow: spelled, compartment, year },
        ...(place === null ? {} : { geography: place }),
        ...titleOf(flow, spelled),
      };
      rows.set(key, { entry: entryOf({ key, detail, value, unit }, null), isGeneral });
    }
    return [...rows.values()].map(({ entry }) => entry);
  }
}

/** Names of elementary flows. One that is measured in two ways, such as by mass and by volume, has two names. */
class FlowNames {
  readonly #dimensions = new Map<string, string>();

  constructor(processes: readonly ReadProcess[], factors: readonly ReadFactor[]) {
    for (const { exchanges } of processes)
      for (const exchange of exchanges) if (exchange.kind === 'flow') this.#add(exchange.flow, exchange.unit);
    for (const { flow, per } of factors) this.#add(flow, per);
  }

  #add(flow: string, unit: string): void {
    const [name, { dimension }] = [nameFlow(flow), parseUnit(unit)];
    if (dimension === MASS || !this.#dimensions.has(name)) this.#dimensions.set(name, dimension);
  }

  nameOf(flow: string, unit: string): string {
    const name = nameFlow(flow);
    const { dimension } = parseUnit(unit);
    return this.#dimensions.get(name) === dimension ? name : nameFlow(`${flow} in ${dimension}`);
  }
}

const MASS = parseUnit('kg').dimension;

interface Row {
  readonly key: string;
  readonly detail: object;
}

function entryOf(
  { key, detail, value, unit }: Row & { readonly value: string; readonly unit: string },
  uncertainty: ReadExchange['uncertainty'],
): UnsaltedEntry {
  const whole = { ...detail, ...(uncertainty === null ? {} : { uncertainty }) };
  return { key, value, unit, from: 0, until: 0, detail: whole as JsonObject };
}

/** Whether an exchange is what the process is for: a product that leaves it, or a waste that enters it. */
export function isMade({ kind, direction }: ReadProduct): boolean {
  return (kind === 'product' && direction === 'output') || (kind === 'waste' && direction === 'input');
}

/** A name that a row cannot have as it is. */
function titleOf(name: string, spelled: string): { title?: string } {
  const title = name.trim().slice(0, 256);
  return spelled === title || title === '' ? {} : { title };
}

/** Rows of one process are found by what they are about: those that agree in it become one. */
function mergeAlike({ name, exchanges }: ReadProcess, leftOut: LeftOut): ReadExchange[] {
  const merged = new Map<string, ReadExchange>();
  for (const exchange of exchanges) {
    const key = identityOf(exchange);
    const before = merged.get(key);
    if (before === undefined) {
      merged.set(key, exchange);
      continue;
    }
    leftOut.note('merged', `${name}: ${exchange.kind === 'flow' ? exchange.flow : exchange.item}`);
    const amount = before.amount.plus(convert(exchange, before.unit));
    merged.set(key, { ...before, amount, uncertainty: null });
  }
  return [...merged.values()];
}

function identityOf(exchange: ReadExchange): string {
  const { dimension } = parseUnit(exchange.unit);
  const about =
    exchange.kind === 'flow'
      ? [nameFlow(exchange.flow), exchange.compartment, exchange.place]
      : [exchange.item, exchange.direction, exchange.provider];
  return JSON.stringify([exchange.kind, ...about, dimension]);
}

function convert({ amount, unit }: ReadExchange, to: string): Amount {
  const [from, target] = [parseUnit(unit), parseUnit(to)];
  return amount
    .times(new Amount(from.numerator * target.denominator))
    .div(new Amount(from.denominator * target.numerator));
}

function uniqueKey(key: string, taken: ReadonlyMap<string, unknown>): string {
  let unique = key;
  for (let count = 2; taken.has(unique); count++) unique = `${key}/${count}`;
  return unique;
}
