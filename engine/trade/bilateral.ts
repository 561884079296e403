import { EngineError, placeOfAsked } from '../errors/engine-error.ts';
import type { Draft } from '../figures/draft.ts';
import { constant, differenceOf, productOf, sumOf, valueOf } from '../figures/expression.ts';
import type { MethodContext } from '../figures/method-context.ts';
import { Amount, ONE } from '../quantities/decimal.ts';
import { aboutGroups, balanceOf, exclude, regionsOf } from './accounts.ts';
import { DirectEmissions } from './direct.ts';
import { domesticTable } from './domestic-table.ts';
import type { FinalDemand } from './final-demand.ts';
import type { RegionGroup } from './groups.ts';
import { segmentOf } from './keys.ts';
import { TableForms } from './table-forms.ts';
import { startsOf, type Table } from './table.ts';

/** How emissions are counted for what one region sells to another, to its industries too. */
export const BILATERAL = ['eebt', 'gross'] as const;
export type Bilateral = (typeof BILATERAL)[number];

/**
 * Drafts what is emitted for trade between two regions, as it crosses the border between them. That of groups is the sum over their regions;
 * what crosses borders within a group is not trade of it.
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
  readonly #groups: readonly RegionGroup[];
  /** The industries of each region as a table, when they are first needed. */
  readonly #domestic = new Map<number, TableForms>();

  constructor(
    table: Table,
    forms: TableForms,
    asked: { context: MethodContext; demand: FinalDemand; regions: readonly RegionGroup[] },
  ) {
    [this.#table, this.#forms, this.#demand] = [table, forms, asked.demand];
    this.#groups = asked.regions;
    this.#direct = new DirectEmissions(table, forms, asked.context);
  }

  /** Returns what groups sell each other, in the currency of the table. */
  draftValues(): Draft[] {
    const { currency, multiple } = this.#table;
    return this.#groups.flatMap((from) =>
      this.#groups
        .filter((to) => to !== from)
        .map((to): Draft => {
          const form = this.#forms.add({ kind: 'sales', from: regionsOf(from), to: regionsOf(to) });
          const whole = constant(String(multiple), new Amount(BigInt(multiple)), ONE);
          return {
            ...aboutGroups(this.#table, 0, [from, to]),
            ...{ key: ['trade-value', segmentOf(from.name), segmentOf(to.name)].join('/') },
            ...{ gases: [], unit: currency },
            expression: multiple === 1 ? form : productOf(form, whole),
          };
        }),
    );
  }

  /** @throws EngineError `bad-parameters` for a table that does not show what its regions sell each other */
  draft(kind: Bilateral, stressor: number): Draft[] {
    const { isOpenBecause } = this.#demand;
    if (isOpenBecause !== null) {
      const text = `the table has no trade between regions to count: ${isOpenBecause}. Leave parameters.bilateral out`;
      throw new EngineError('bad-parameters', text, kind, placeOfAsked('parameters.bilateral'));
    }
    const flows = this.#groups.map((from) =>
      this.#groups.map((to) =>
        kind === 'eebt'
          ? this.#bySeller(stressor, from, to)
          : from === to
            ? null
            : this.#gross(stressor, from, to),
      ),
    );
    const stated = (some: readonly (Draft | null)[]): Draft[] => some.filter((draft) => draft !== null);
    const others = (some: readonly (Draft | null)[], own: number): Draft[] =>
      stated(some.filter((_draft, at) => at !== own));
    return [
      ...stated(flows.flat()),
      ...this.#groups.flatMap((group, own) => {
        const received = flows.map((row) => row[own]!);
        const [exports, imports] = [others(flows[own]!, own), others(received, own)];
        if (exports.length === 0) return [];
        const drafts = this.#addTrade({ kind, stressor, group }, { exports, imports });
        if (kind === 'gross') return drafts;
        return [
          ...drafts,
          this.#consumption(stressor, group, { received: stated(received), balance: drafts[2] }),
        ];
      }),
    ];
  }

  /** What regions emit themselves for what they sell to some, or for their own final demand. */
  #bySeller(stressor: number, from: RegionGroup, to: RegionGroup): Draft {
    const { regions } = this.#table;
    const sold = from.members.map((seller) => {
      const forms = this.#domesticOf(seller);
      const starts = startsOf(forms.table.demands, regions.length);
      const demands = to.members.flatMap((buyer) => range(starts[buyer]!, starts[buyer + 1]!));
      const about = to.name === regions[seller] ? to.name : `${regions[seller]!} to ${to.name}`;
      const sets = [...from.sets, ...(from === to ? [] : to.sets)];
      return forms.add({ kind: 'bought', stressor, industries: null, demands, about, sets });
    });
    return { ...this.#about('eebt', stressor, [from, to]), expression: sumOf(sold) };
  }

  #domesticOf(region: number): TableForms {
    const known = this.#domestic.get(region) ?? new TableForms(domesticTable(this.#table, region));
    this.#domestic.set(region, known);
    return known;
  }

  #gross(stressor: number, from: RegionGroup, to: RegionGroup): Draft {
    const form = { kind: 'traded', stressor, from: regionsOf(from), to: regionsOf(to) } as const;
    return { ...this.#about('gross', stressor, [from, to]), expression: this.#forms.add(form) };
  }

  /** What regions emit for the sales that reach a group, and what its final demand emits: by this account, its consumption. */
  #consumption(
    stressor: number,
    group: RegionGroup,
    { received, balance }: { readonly received: readonly Draft[]; readonly balance: Draft },
  ): Draft {
    const demands = this.#demand.demandsOf(group.members);
    const household = this.#direct.ofDemands(stressor, group, demands);
    const own = household === null ? [] : [household];
    const produced = [this.#direct.ofIndustries(stressor, group), ...own];
    const about = this.#about('eebt-cba', stressor, [group]);
    return {
      ...exclude(about, this.#direct.exclusionsOf(stressor, group)),
      key: about.key,
      expression: sumOf([...received.map((flow) => valueOf('eebt', flow)), ...own]),
      closing: {
        formula: 'pba + eebt-balance',
        expression: sumOf([...produced, valueOf('eebt-balance', balance)]),
      },
    };
  }

  #addTrade(
    {
      kind,
      stressor,
      group,
    }: { readonly kind: Bilateral; readonly stressor: number; readonly group: RegionGroup },
    flows: Readonly<Record<'exports' | 'imports', readonly Draft[]>>,
  ): [exports: Draft, imports: Draft, balance: Draft] {
    const add = (what: 'exports' | 'imports'): Draft => ({
      ...this.#about(`${kind}-${what}`, stressor, [group]),
      expression: sumOf(flows[what].map((flow) => valueOf(kind, flow))),
    });
    const [exports, imports] = [add('exports'), add('imports')];
    const expression = differenceOf(valueOf('imports', imports), valueOf('exports', exports));
    const about = { ...this.#about(`${kind}-balance`, stressor, [group]), expression };
    return [exports, imports, balanceOf(about, imports, exports)];
  }

  #about(first: string, stressor: number, groups: readonly RegionGroup[]): Omit<Draft, 'expression'> {
    const names = [...groups.map(({ name }) => name), this.#table.stressors[stressor]!.name];
    return {
      ...aboutGroups(this.#table, stressor, [...new Set(groups)]),
      key: [first, ...names.map(segmentOf)].join('/'),
    };
  }
}

function range(first: number, after: number): number[] {
  return Array.from({ length: after - first }, (_, index) => first + index);
}
