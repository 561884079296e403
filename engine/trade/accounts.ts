import type { Draft, Exclusion } from '../figures/draft.ts';
import { constant, differenceOf, productOf, sumOf, valueOf, type Expression } from '../figures/expression.ts';
import { selectionOf, type MethodContext } from '../figures/figure.ts';
import { sumOfRows } from '../figures/terms.ts';
import { Amount, ONE } from '../quantities/decimal.ts';
import { divideUnits } from '../quantities/unit.ts';
import type { Row } from '../rows/row.ts';
import { segmentOf } from './keys.ts';
import { startsOf, type Stressor, type Table } from './table.ts';
import type { TableForms } from './table-forms.ts';

/** The accounts of a region, as parameters name them. */
export const ACCOUNTS = ['pba', 'cba', 'imports', 'exports', 'balance', 'household', 'flow'] as const;
export type Account = (typeof ACCOUNTS)[number];

/** What all figures of a table share. */
export const ABOUT = { method: 'trade@1', scope: null, categories: [], gwpSet: null } as const;

/**
 * Drafts the accounts of a table, one figure for each region and stressor; a flow for each pair of regions.
 *
 * - D_pba = F 1 + F_Y 1 of the region: what its industries and its final demand emit themselves.
 * - D_cba = S L Y + F_Y 1: what is emitted anywhere for its final demand, and by this itself.
 * - Imports are emitted elsewhere for its final demand; exports are emitted in it for final demand elsewhere. Both are blocks of the
 *   result and not of the demand, so that D_cba − D_pba = imports − exports.
 */
export class Accounts {
  readonly #table: Table;
  readonly #forms: TableForms;
  readonly #context: MethodContext;
  readonly #industries: Int32Array;
  readonly #demands: Int32Array;

  constructor(table: Table, forms: TableForms, context: MethodContext) {
    [this.#table, this.#forms, this.#context] = [table, forms, context];
    this.#industries = startsOf(table.industries, table.regions.length);
    this.#demands = startsOf(table.demands, table.regions.length);
  }

  /** Returns the figures of some accounts for one stressor. */
  draft(stressor: number, accounts: ReadonlySet<Account>): Draft[] {
    return this.#table.regions.flatMap((_name, region) => [
      ...this.#ofRegion(stressor, region, accounts),
      ...(accounts.has('flow') ? this.#flowsTo(stressor, region) : []),
    ]);
  }

  #ofRegion(stressor: number, region: number, accounts: ReadonlySet<Account>): Draft[] {
    const forms = this.#forms;
    const household = this.#householdOf(stressor, region);
    const whole = (part: Expression): Expression => sumOf(household === null ? [part] : [part, household]);
    const excluded = this.#excludedOf(stressor, region);
    const others = { region, others: true };
    const own = { region, others: false };
    const make = (account: Account, expression: Expression, exclusions: readonly Exclusion[] = []): Draft => ({
      ...this.#about(stressor, [region]),
      key: this.#keyOf(account, stressor, region),
      expression,
      ...(exclusions.length === 0 ? {} : { exclusions }),
    });
    const drafts: Draft[] = [];
    if (accounts.has('pba')) drafts.push(make('pba', whole(this.#directOf(stressor, region)), excluded));
    if (accounts.has('cba'))
      drafts.push(make('cba', whole(forms.add({ kind: 'flow', stressor, from: null, to: own })), excluded));
    if (accounts.has('household') && household !== null) drafts.push(make('household', household));
    const isBalanced = accounts.has('balance');
    if (!isBalanced && !accounts.has('imports') && !accounts.has('exports')) return drafts;
    const imports = make('imports', forms.add({ kind: 'flow', stressor, from: others, to: own }));
    const exports = make('exports', forms.add({ kind: 'flow', stressor, from: own, to: others }));
    if (isBalanced || accounts.has('imports')) drafts.push(imports);
    if (isBalanced || accounts.has('exports')) drafts.push(exports);
    if (isBalanced) drafts.push(balanceOf(make('balance', imports.expression), imports, exports));
    return drafts;
  }

  /** Returns what one unit of final demand from each industry emits, anywhere: a figure for each industry. */
  draftMultipliers(stressor: number): Draft[] {
    const { regions, industries, currency, multiple } = this.#table;
    const { name, unit } = this.#stressor(stressor);
    return industries.map(({ region, sector }, industry) => {
      const form = this.#forms.add({ kind: 'multiplier', stressor, industry });
      const perUnit = constant(`1/${multiple}`, ONE, new Amount(BigInt(multiple)));
      return {
        ...this.#about(stressor, [region]),
        key: `multiplier/${segmentOf(regions[region]!)}/${segmentOf(sector)}/${segmentOf(name)}`,
        unit: divideUnits(unit.text, currency),
        expression: multiple === 1 ? form : productOf(form, perUnit),
      };
    });
  }

  #flowsTo(stressor: number, to: number): Draft[] {
    const { regions } = this.#table;
    return regions.map((_name, from) => ({
      ...this.#about(stressor, from === to ? [from] : [from, to]),
      key: `flow/${segmentOf(regions[from]!)}/${segmentOf(regions[to]!)}/${segmentOf(this.#stressor(stressor).name)}`,
      expression: this.#forms.add({
        kind: 'flow',
        stressor,
        from: { region: from, others: false },
        to: { region: to, others: false },
      }),
    }));
  }

  #keyOf(account: Account, stressor: number, region: number): string {
    return `${account}/${segmentOf(this.#table.regions[region]!)}/${segmentOf(this.#stressor(stressor).name)}`;
  }

  #about(stressor: number, regions: readonly number[]): Omit<Draft, 'key' | 'expression'> {
    const { unit } = this.#stressor(stressor);
    return {
      ...ABOUT,
      gases: unit.substance === null ? [] : [unit.substance],
      unit: unit.text,
      geographies: regions.map((region) => this.#table.regions[region]!).sort(),
      ...(this.#table.sources.documents.length === 0 ? {} : { documents: this.#table.sources.documents }),
    };
  }

  #stressor(stressor: number): Stressor {
    return this.#table.stressors[stressor]!;
  }

  /** What the industries of a region emit. */
  #directOf(stressor: number, region: number): Expression {
    const { f, regions, industries } = this.#table;
    const [first, after] = [this.#industries[region]!, this.#industries[region + 1]!];
    const n = industries.length;
    if (f.cells !== null) {
      const own = f.cells.filter(({ at }) => at >= stressor * n + first && at < stressor * n + after);
      return this.#sumOfRows('F', own, stressor, regions[region]!);
    }
    const all = Array.from({ length: after - first }, (_, index) => first + index);
    const about = `F[${regions[region]!}] 1`;
    return this.#forms.add({ kind: 'direct', stressor, industries: all, demands: [], about });
  }

  /** What the final demand of a region emits; null where that is not stated. */
  #householdOf(stressor: number, region: number): Expression | null {
    const { fy, regions, demands } = this.#table;
    if (fy === null || this.#stressor(stressor).withoutHouseholds.has(region)) return null;
    const [first, after] = [this.#demands[region]!, this.#demands[region + 1]!];
    const d = demands.length;
    if (fy.cells !== null) {
      const own = fy.cells.filter(({ at }) => at >= stressor * d + first && at < stressor * d + after);
      return this.#sumOfRows('F_Y', own, stressor, regions[region]!);
    }
    const all = Array.from({ length: after - first }, (_, index) => first + index);
    const about = `F_Y[${regions[region]!}] 1`;
    return this.#forms.add({ kind: 'direct', stressor, industries: [], demands: all, about });
  }

  #sumOfRows(symbol: 'F' | 'F_Y', cells: readonly { readonly row: Row }[], stressor: number, region: string): Expression {
    const { name, unit } = this.#stressor(stressor);
    const rows = cells.map(({ row }) => row).sort((a, b) => a.index - b.index);
    const type = symbol === 'F' ? 'sector-stressor' : 'demand-stressor';
    const selection = selectionOf(this.#context, type, { stressor: name, region });
    return sumOfRows(symbol, rows, { to: unit, substance: unit.substance, selection });
  }

  #excludedOf(stressor: number, region: number): Exclusion[] {
    const { name, withoutHouseholds } = this.#stressor(stressor);
    if (!withoutHouseholds.has(region)) return [];
    const what = `direct emissions of final demand in ${this.#table.regions[region]!}`;
    return [{ what, reason: `the table does not state ${name} of final demand (F_Y): it is not counted, in no account` }];
  }
}

/** Returns the difference of imports and exports, each as the figure that it is. */
export function balanceOf(about: Draft, imports: Draft, exports: Draft): Draft {
  const expression = differenceOf(valueOf('imports', imports), valueOf('exports', exports));
  return { ...about, expression, isDifference: true };
}
