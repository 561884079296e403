import { EngineError, placeOf, placeOfAsked, type RowPlace } from '../../errors/engine-error.ts';
import { findNearestName } from '../../errors/nearest-name.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { parseAmount } from '../../quantities/decimal.ts';
import { floatRatio, toFloat } from '../../quantities/float.ts';
import type { Unit } from '../../quantities/unit.ts';
import type { Row } from '../../rows/row.ts';
import { shareProcess, type Share } from './allocation.ts';
import type { Emission, FlowKind } from './emission.ts';
import { readAskedUnit, type CycleParameters, type FunctionalUnit } from './parameters.ts';
import { Processes, type ExchangeRow, type Need, type Process } from './processes.ts';

/** The supply of one product by one process, or the treatment of one waste: a column of A. */
export interface Supply {
  readonly index: number;
  readonly maker: Process;
  readonly item: string;
  readonly rows: readonly { readonly row: ExchangeRow; readonly ratio: number }[];
  readonly unit: Unit;
  readonly share: Share;
}

/** A cell of A: what one supply needs of another; negative where it saves it. */
export interface Cell {
  readonly row: ExchangeRow;
  readonly ratio: number;
  readonly from: number;
  readonly to: number;
  /** Whether it is beyond the boundary of the system (module D of EN 15804): then A does not have it. */
  readonly isBeyond: boolean;
}

/** A line of the inventory: an elementary flow, or a product or waste that is cut off. */
export type Line =
  | { readonly type: 'flow'; readonly kind: FlowKind; readonly unit: Unit }
  | { readonly type: 'cut-off'; readonly item: string; readonly row: ExchangeRow; readonly unit: Unit };

/** A cell of B: an amount of a line, for what a supply makes. */
export interface FlowCell {
  readonly row: Row;
  readonly ratio: number;
  readonly line: number;
  readonly to: number;
  readonly emission: Emission | null;
  /** As that of a cell: then B does not have it. */
  readonly isBeyond: boolean;
}

/** What a functional unit demands of a supply, in the unit of that supply. */
export interface Demand {
  readonly unit: FunctionalUnit;
  readonly supply: number;
  readonly amount: number;
}

/** All processes that the functional units of a run need, directly or through others. */
export interface Chain {
  readonly supplies: readonly Supply[];
  readonly cells: readonly Cell[];
  readonly flows: readonly FlowCell[];
  readonly lines: readonly Line[];
  readonly demands: readonly Demand[];
  /** Rows that no process makes or treats, and the supplies that need them: they are left out. */
  readonly omitted: readonly { readonly row: ExchangeRow; readonly to: number }[];
}

/** @throws EngineError `missing-process`, `ambiguous-process`, `bad-exchange`, `unit-mismatch`; as `shareProcess` and `Processes` */
export function openChain(context: MethodContext, chosen: CycleParameters): Chain {
  const builder = new Builder(context, chosen);
  const demands = chosen.functionalUnits.map((unit, at) => builder.demand(unit, at));
  builder.finish();
  builder.checkCutOff();
  const { supplies, cells, flows, lines, omitted } = builder;
  return { supplies, cells, flows, lines, demands, omitted };
}

/** The most products that an error names. */
const MOST_NAMED = 20;

class Builder {
  readonly supplies: Supply[] = [];
  readonly cells: Cell[] = [];
  readonly flows: FlowCell[] = [];
  readonly lines: Line[] = [];
  readonly omitted: { row: ExchangeRow; to: number }[] = [];
  readonly #context: MethodContext;
  readonly #chosen: CycleParameters;
  readonly #processes: Processes;
  readonly #byName = new Map<string, Supply>();
  readonly #shares = new Map<string, ReadonlyMap<string, Share>>();
  readonly #lines = new Map<FlowKind | string, number>();
  readonly #cutOff: ReadonlySet<string>;
  readonly #providers: ReadonlyMap<string, string>;
  readonly #special: ReadonlyMap<string, CycleParameters['processes'][number]>;

  constructor(context: MethodContext, chosen: CycleParameters) {
    [this.#context, this.#chosen] = [context, chosen];
    this.#processes = new Processes(context);
    this.#cutOff = new Set(chosen.cutOff);
    this.#providers = new Map(chosen.providers.map(({ product, process }) => [product, process]));
    this.#special = new Map(chosen.processes.map((each) => [each.process, each]));
    this.#checkAsked();
  }

  demand(unit: FunctionalUnit, at: number): Demand {
    const placeIn = (member: string): RowPlace => placeOfAsked(`parameters.functionalUnits.${at}.${member}`);
    const wanted = {
      by: `the functional unit ${unit.name}`,
      place: placeIn('product'),
      provider: unit.process,
    };
    const supply = this.#supply(unit.product, wanted);
    const own = readAskedUnit(unit.unit, `functionalUnits.${at}.unit`);
    if (own.dimension !== supply.unit.dimension || own.substance !== null) {
      const text = `the functional unit ${unit.name} is in ${unit.unit}, and ${supply.maker.name} supplies ${unit.product} in ${supply.unit.text}: state it in a unit that converts`;
      throw new EngineError('unit-mismatch', text, unit.unit, placeIn('unit'));
    }
    const amount = toFloat(parseAmount(unit.amount)) * floatRatio(own, supply.unit);
    return { unit, supply: supply.index, amount };
  }

  /** Follows all needs: the list of supplies grows while it is walked through. */
  finish(): void {
    for (const supply of this.supplies) {
      this.#addNeeds(supply);
      this.#addFlows(supply);
    }
  }

  #addNeeds(supply: Supply): void {
    const signs = new Map<string, Need>();
    for (const need of this.#needsOf(supply.maker)) {
      const { row, sign } = need;
      const { product, provider } = row.detail;
      if (this.#cutOff.has(product)) {
        this.#cut(need, supply);
        continue;
      }
      if (this.#isOmitted(product)) {
        this.omitted.push({ row, to: supply.index });
        continue;
      }
      const wanted = {
        by: row.key,
        place: placeOf(row, 'detail.product'),
        provider,
        not: sign < 0 ? supply.maker.name : undefined,
      };
      const from = this.#supply(product, wanted);
      if (row.unit.dimension !== from.unit.dimension) throw refuseUnit(row, from);
      const isBeyond = this.#isBeyond(row.detail.module);
      const place = `${from.index} ${isBeyond}`;
      const before = signs.get(place) ?? need;
      if (before.sign !== sign) throw refuseSigns(row, before.row);
      signs.set(place, need);
      const ratio = sign * floatRatio(row.unit, from.unit);
      this.cells.push({ row, ratio, from: from.index, to: supply.index, isBeyond });
    }
  }

  #isOmitted(item: string): boolean {
    return this.#chosen.withoutProcess === 'leave-out' && this.#processes.makersOf(item).length === 0;
  }

  #addFlows({ maker, index }: Supply): void {
    for (const emission of maker.emissions) {
      const { row, kind, isSpread } = emission;
      const ratio = isSpread ? emission.ratio / this.#chosen.landUseYears : emission.ratio;
      const line = this.#line(kind, () => ({ type: 'flow', kind, unit: kind.unit }));
      const isBeyond = this.#isBeyond(emission.module);
      this.flows.push({ row, ratio, line, to: index, emission, isBeyond });
    }
  }

  #cut({ row, sign }: Need, supply: Supply): void {
    const { product } = row.detail;
    const line = this.#line(product, () => ({ type: 'cut-off', item: product, row, unit: row.unit }));
    const { unit } = this.lines[line]!;
    if (row.unit.dimension !== unit.dimension) {
      const text = `${row.key} is in ${row.unit.text}, and other rows have ${product}, which is cut off, in ${unit.text}: state one kind of amount`;
      throw new EngineError('unit-mismatch', text, row.unit.text, placeOf(row, 'unit'));
    }
    const isBeyond = this.#isBeyond(row.detail.module);
    const ratio = sign * floatRatio(row.unit, unit);
    this.flows.push({ row, ratio, line, to: supply.index, emission: null, isBeyond });
  }

  /** Whether a stage is beyond the boundary of the system. */
  #isBeyond(module: string | undefined): boolean {
    return module === 'D' && this.#chosen.standard === 'en15804';
  }

  #line(key: FlowKind | string, make: () => Line): number {
    const known = this.#lines.get(key);
    if (known !== undefined) return known;
    this.#lines.set(key, this.lines.length);
    return this.lines.push(make()) - 1;
  }

  /** What a process needs. One that is for a single product saves the supply of its others. */
  #needsOf(maker: Process): readonly Need[] {
    const main = this.#mainOf(maker.name);
    if (main === null) return maker.needs;
    const saved = [...maker.makes].filter(([item]) => item !== main);
    return [...maker.needs, ...saved.flatMap(([, rows]) => rows.map((row) => ({ row, sign: -1 }) as const))];
  }

  /** Returns the product that a process is for, where its others are substituted; null where it is for all. */
  #mainOf(process: string): string | null {
    const special = this.#special.get(process);
    return special?.allocation === 'substitution' ? special.product! : null;
  }

  #makersOf(item: string, not: string | undefined): string[] {
    return this.#processes
      .makersOf(item)
      .filter((name) => name !== not && (this.#mainOf(name) ?? item) === item);
  }

  #supply(item: string, wanted: Wanted): Supply {
    const makers = this.#makersOf(item, wanted.not);
    const name = this.#choose(item, makers, wanted);
    const id = `${name} ${item}`;
    const known = this.#byName.get(id);
    if (known !== undefined) return known;
    const maker = this.#processes.get(name)!;
    const rows = maker.makes.get(item)!;
    const { unit } = rows[0]!;
    const other = rows.find((row) => row.unit.dimension !== unit.dimension);
    if (other !== undefined) {
      const text = `${other.key} is in ${other.unit.text}, and ${rows[0]!.key} in ${unit.text}: state what ${name} makes of ${item} in one kind of amount`;
      throw new EngineError('unit-mismatch', text, other.unit.text, placeOf(other, 'unit'));
    }
    const supply = {
      ...{ index: this.supplies.length, maker, item, unit },
      rows: rows.map((row) => ({ row, ratio: floatRatio(row.unit, unit) })),
      share: this.#shareOf(maker, item),
    };
    this.#byName.set(id, supply);
    this.supplies.push(supply);
    return supply;
  }

  #choose(item: string, makers: readonly string[], wanted: Wanted): string {
    const { by, place, provider } = wanted;
    const named = provider ?? (makers.length > 1 ? this.#providers.get(item) : undefined);
    const [only, second] = makers;
    if (named !== undefined) {
      if (makers.includes(named)) return named;
      const text = `${by} takes ${item} from ${named}, which does not make it: ${makers.length === 0 ? 'no process does' : `expected ${makers.join(' or ')}`}`;
      throw new EngineError('missing-process', text, named, place);
    }
    if (only === undefined) throw this.#refuseMissing(item, wanted);
    if (second === undefined) return only;
    const text = `${by} needs ${item}, and ${makers.join(' and ')} make it: name one in detail.provider or parameters.providers, or add a process that takes from each of them`;
    throw new EngineError('ambiguous-process', text, item, place);
  }

  #refuseMissing(item: string, { by, place }: Wanted): EngineError {
    const near = findNearestName(item, this.#processes.items);
    const advice = near === null ? '' : `, or correct the name, if it is ${near}`;
    const text = `${by} needs ${item}, and no process makes or treats it: add its process, name it in parameters.cutOff, or leave out all such by parameters.withoutProcess${advice}${this.#describeMissing(item)}`;
    return new EngineError('missing-process', text, item, place);
  }

  /** Names all else that the run needs and nothing makes: of a database there can be many, and one error is enough. */
  #describeMissing(item: string): string {
    const missing = new Set<string>();
    const next: { readonly product: string; readonly provider?: string | undefined }[] =
      this.#chosen.functionalUnits.map(({ product, process }) => ({ product, provider: process }));
    const seen = new Set<string>();
    for (const { product, provider } of next) {
      const chosen = provider ?? this.#providers.get(product);
      const id = `${chosen ?? ''} ${product}`;
      if (seen.has(id) || this.#cutOff.has(product)) continue;
      seen.add(id);
      const makers = this.#processes.makersOf(product);
      if (makers.length === 0 && product !== item) missing.add(product);
      for (const maker of makers)
        if (chosen === undefined || chosen === maker)
          next.push(...this.#needsOf(this.#processes.get(maker)!).map(({ row }) => row.detail));
    }
    if (missing.size === 0) return '';
    const named = [...missing].sort();
    const more = named.length > MOST_NAMED ? ` and ${named.length - MOST_NAMED} more` : '';
    return `; neither does any make or treat ${named.slice(0, MOST_NAMED).join(', ')}${more}`;
  }

  #shareOf(maker: Process, item: string): Share {
    if (this.#mainOf(maker.name) !== null) return { method: 'whole' };
    let shares = this.#shares.get(maker.name);
    if (shares === undefined) {
      const asked = this.#special.get(maker.name)?.allocation ?? this.#chosen.allocation;
      shares = shareProcess(maker, asked === 'substitution' ? undefined : asked, this.#context);
      this.#shares.set(maker.name, shares);
    }
    return shares.get(item)!;
  }

  /** @throws EngineError `bad-parameters` where what is cut off is not needed */
  checkCutOff(): void {
    this.#chosen.cutOff.forEach((item, at) => {
      if (this.#lines.has(item)) return;
      const text = `parameters.cutOff names ${item}, and no process of the run needs it: correct the name, or leave it out`;
      throw new EngineError('bad-parameters', text, item, placeOfAsked(`parameters.cutOff.${at}`));
    });
  }

  /** @throws EngineError `bad-parameters` where the parameters name what the rows do not have */
  #checkAsked(): void {
    this.#chosen.providers.forEach(({ product, process }, at) => {
      if (this.#processes.makersOf(product).includes(process)) return;
      const text = `parameters.providers takes ${product} from ${process}, which does not make it: correct a name`;
      throw new EngineError('bad-parameters', text, process, placeOfAsked(`parameters.providers.${at}`));
    });
    this.#chosen.processes.forEach(({ process, allocation, product }, at) => {
      const known = this.#processes.get(process);
      const place = placeOfAsked(`parameters.processes.${at}`);
      if (known === undefined)
        throw new EngineError(
          'bad-parameters',
          `no row is about a process ${process}: correct the name`,
          process,
          place,
        );
      if (allocation !== 'substitution') return;
      if (product !== undefined && known.makes.has(product)) return;
      const text = `with substitution, parameters.processes names the product that ${process} is for: expected ${[...known.makes.keys()].join(' or ')}`;
      throw new EngineError('bad-parameters', text, product, place);
    });
  }
}

/** Who needs a supply, and from whom. */
interface Wanted {
  readonly by: string;
  readonly place: RowPlace;
  readonly provider?: string | undefined;
  /** A process that cannot be its supplier: it is itself what saves the supply. */
  readonly not?: string | undefined;
}

function refuseUnit(row: ExchangeRow, from: Supply): EngineError {
  const text = `${row.key} is in ${row.unit.text}, and ${from.maker.name} supplies ${from.item} in ${from.unit.text}: state it in a unit that converts`;
  return new EngineError('unit-mismatch', text, row.unit.text, placeOf(row, 'unit'));
}

function refuseSigns(row: ExchangeRow, other: ExchangeRow): EngineError {
  const { process, product } = row.detail;
  const text = `${process} needs ${product} and saves it too (${other.key}): state only the difference`;
  return new EngineError('bad-exchange', text, product, placeOf(row, 'detail.kind'));
}
