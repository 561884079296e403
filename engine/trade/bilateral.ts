import { EngineError, placeOfAsked } from '../errors/engine-error.ts';
import type { Draft } from '../figures/draft.ts';
import { differenceOf, sumOf, valueOf } from '../figures/expression.ts';
import type { MethodContext } from '../figures/figure.ts';
import { aboutFigure, balanceOf } from './accounts.ts';
import { DirectEmissions } from './direct.ts';
import { domesticTable } from './domestic-table.ts';
import type { FinalDemand } from './final-demand.ts';
import { segmentOf } from './keys.ts';
import { TableForms } from './table-forms.ts';
import { startsOf, type Table } from './table.ts';

/** How emissions are counted for what one region sells to another, to its industries too. */
export const BILATERAL = ['eebt', 'gross'] as const;
export type Bilateral = (typeof BILATERAL)[number];

/**
 * Drafts what is emitted for trade between two regions, as it crosses the border between them.
 *
 * - `eebt`, emissions embodied in bilateral trade: what the seller emits itself, S_rr (I − A_rr)⁻¹ E_rs. Each emission counts for one sale, so
 *   the accounts that follow add up to what all regions emit; what the seller imported is not in it.
 * - `gross`: what is emitted anywhere, S L E_rs. A product that crosses two borders counts twice.
 */
export class BilateralTrade {
  readonly #table: Table;
  readonly #forms: TableForms;
  readonly #direct: DirectEmissions;
  readonly #demand: FinalDemand;
  /** The industries of each region as a table, when they are first needed. */
  readonly #domestic = new Map<number, TableForms>();

  constructor(
    table: Table,
    forms: TableForms,
    { context, demand }: { context: MethodContext; demand: FinalDemand },
  ) {
    [this.#table, this.#forms, this.#demand] = [table, forms, demand];
    this.#direct = new DirectEmissions(table, forms, context);
  }

  /** @throws EngineError `bad-parameters` for a table that does not show what its regions sell each other */
  draft(kind: Bilateral, stressor: number): Draft[] {
    const { isOpenBecause } = this.#demand;
    if (isOpenBecause !== null) {
      const text = `the table has no trade between regions to count: ${isOpenBecause}. Leave parameters.bilateral out`;
      throw new EngineError('bad-parameters', text, kind, placeOfAsked('parameters.bilateral'));
    }
    return kind === 'eebt' ? this.#byTechnology(stressor) : this.#gross(stressor);
  }

  #byTechnology(stressor: number): Draft[] {
    const { regions } = this.#table;
    const flows = regions.map((_from, from) => regions.map((_to, to) => this.#sold(stressor, from, to)));
    return [
      ...flows.flat(),
      ...regions.flatMap((_name, region) => {
        const others = regions.map((_other, at) => at).filter((at) => at !== region);
        const [exports, imports, balance] = this.#addTrade('eebt', stressor, region, {
          exports: others.map((to) => flows[region]![to]!),
          imports: others.map((from) => flows[from]![region]!),
        });
        const consumed = regions.map((_from, from) => valueOf('eebt', flows[from]![region]!));
        return [exports, imports, balance, this.#consumption(stressor, region, { consumed, balance })];
      }),
    ];
  }

  /** What a region emits for what it sells to one, or for its own final demand. */
  #sold(stressor: number, from: number, to: number): Draft {
    const { regions } = this.#table;
    const forms = this.#domesticOf(from);
    const starts = startsOf(forms.table.demands, regions.length);
    const demands = range(starts[to]!, starts[to + 1]!);
    const about = from === to ? regions[from]! : `${regions[from]!} to ${regions[to]!}`;
    return {
      ...aboutFigure(this.#table, stressor, from === to ? [from] : [from, to]),
      key: this.#keyOf('eebt', [from, to], stressor),
      expression: forms.add({ kind: 'bought', stressor, industries: null, demands, about }),
    };
  }

  #domesticOf(region: number): TableForms {
    const known = this.#domestic.get(region) ?? new TableForms(domesticTable(this.#table, region));
    this.#domestic.set(region, known);
    return known;
  }

  /** What regions emit for the sales that reach a region, and what its final demand emits: by this account, its consumption. */
  #consumption(
    stressor: number,
    region: number,
    { consumed, balance }: { readonly consumed: ReturnType<typeof valueOf>[]; readonly balance: Draft },
  ): Draft {
    const own = this.#direct.ofDemands(stressor, region, this.#demand.demandsOf(region));
    const exclusions = this.#direct.exclusionsOf(stressor, region);
    const produced = [this.#direct.ofIndustries(stressor, region), ...(own === null ? [] : [own])];
    return {
      ...aboutFigure(this.#table, stressor, [region]),
      key: this.#keyOf('eebt-cba', [region], stressor),
      expression: sumOf(own === null ? consumed : [...consumed, own]),
      closing: {
        formula: 'pba + eebt-balance',
        expression: sumOf([...produced, valueOf('eebt-balance', balance)]),
      },
      ...(exclusions.length === 0 ? {} : { exclusions }),
    };
  }

  #gross(stressor: number): Draft[] {
    const { regions } = this.#table;
    const flows = regions.map((_from, from) =>
      regions.map((_to, to): Draft | null =>
        from === to
          ? null
          : {
              ...aboutFigure(this.#table, stressor, [from, to]),
              key: this.#keyOf('gross', [from, to], stressor),
              expression: this.#forms.add({ kind: 'traded', stressor, from, to }),
            },
      ),
    );
    const stated = (some: readonly (Draft | null)[]): Draft[] => some.filter((draft) => draft !== null);
    return [
      ...stated(flows.flat()),
      ...regions.flatMap((_name, region) =>
        this.#addTrade('gross', stressor, region, {
          exports: stated(flows[region]!),
          imports: stated(flows.map((row) => row[region]!)),
        }),
      ),
    ];
  }

  #addTrade(
    kind: Bilateral,
    stressor: number,
    region: number,
    flows: Readonly<Record<'exports' | 'imports', readonly Draft[]>>,
  ): [exports: Draft, imports: Draft, balance: Draft] {
    const make = (what: string): Omit<Draft, 'expression'> => ({
      ...aboutFigure(this.#table, stressor, [region]),
      key: this.#keyOf(`${kind}-${what}`, [region], stressor),
    });
    const add = (what: 'exports' | 'imports'): Draft => ({
      ...make(what),
      expression: sumOf(flows[what].map((flow) => valueOf(kind, flow))),
    });
    const [exports, imports] = [add('exports'), add('imports')];
    const expression = differenceOf(valueOf('imports', imports), valueOf('exports', exports));
    return [exports, imports, balanceOf({ ...make('balance'), expression }, imports, exports)];
  }

  #keyOf(first: string, regions: readonly number[], stressor: number): string {
    const names = [
      ...regions.map((region) => this.#table.regions[region]!),
      this.#table.stressors[stressor]!.name,
    ];
    return [first, ...names.map(segmentOf)].join('/');
  }
}

function range(first: number, after: number): number[] {
  return Array.from({ length: after - first }, (_, index) => first + index);
}
