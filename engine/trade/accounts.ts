import type { Draft } from '../figures/draft.ts';
import { constant, differenceOf, productOf, sumOf, valueOf, type Expression } from '../figures/expression.ts';
import type { MethodContext } from '../figures/figure.ts';
import { Amount, ONE } from '../quantities/decimal.ts';
import { divideUnits } from '../quantities/unit.ts';
import { DirectEmissions } from './direct.ts';
import { segmentOf } from './keys.ts';
import { startsOf, type Table } from './table.ts';
import type { TableForms } from './table-forms.ts';

/** The accounts of a region, as parameters name them. */
export const ACCOUNTS = ['pba', 'cba', 'imports', 'exports', 'balance', 'household', 'flow'] as const;
export type Account = (typeof ACCOUNTS)[number];

/** By what the accounts of production and consumption are split besides. */
export const SPLITS = ['sector', 'category'] as const;
export type Split = (typeof SPLITS)[number];

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
  readonly #direct: DirectEmissions;
  readonly #industries: Int32Array;
  readonly #demands: Int32Array;
  readonly #accounts: ReadonlySet<Account>;
  /** Whether S L is solved, with a right side for each stressor, and not L Y, with one for each region. */
  readonly #isDual: boolean;

  constructor(table: Table, forms: TableForms, context: MethodContext, accounts: ReadonlySet<Account>) {
    [this.#table, this.#forms, this.#accounts] = [table, forms, accounts];
    this.#direct = new DirectEmissions(table, forms, context);
    this.#industries = startsOf(table.industries, table.regions.length);
    this.#demands = startsOf(table.demands, table.regions.length);
    const needsFlows = (['imports', 'exports', 'balance', 'flow'] as const).some((each) =>
      accounts.has(each),
    );
    this.#isDual = !needsFlows && table.stressors.length < table.regions.length;
  }

  /** Returns the figures of the accounts for one stressor. */
  draft(stressor: number): Draft[] {
    return this.#table.regions.flatMap((_name, region) => [
      ...this.#ofRegion(stressor, region),
      ...(this.#accounts.has('flow') ? this.#flowsTo(stressor, region) : []),
    ]);
  }

  /** Returns what one unit of final demand from each industry emits, anywhere: a figure for each industry. */
  draftMultipliers(stressor: number): Draft[] {
    const { industries, currency, multiple } = this.#table;
    const { unit } = this.#table.stressors[stressor]!;
    return industries.map(({ region, sector }, industry) => {
      const form = this.#forms.add({ kind: 'multiplier', stressor, industry });
      const perUnit = constant(`1/${multiple}`, ONE, new Amount(BigInt(multiple)));
      return {
        ...this.#about(stressor, [region]),
        key: this.#keyOf('multiplier', [region], stressor, sector),
        unit: divideUnits(unit.text, currency),
        expression: multiple === 1 ? form : productOf(form, perUnit),
      };
    });
  }

  /** Returns the accounts of production and consumption by sector, or consumption by category of final demand. */
  draftSplit(stressor: number, split: Split): Draft[] {
    return this.#table.regions.flatMap((_name, region) =>
      split === 'sector' ? this.#bySector(stressor, region) : this.#byCategory(stressor, region),
    );
  }

  #ofRegion(stressor: number, region: number): Draft[] {
    const household = this.#direct.ofHouseholds(stressor, region);
    const whole = (part: Expression): Expression => sumOf(household === null ? [part] : [part, household]);
    const exclusions = this.#direct.exclusionsOf(stressor, region);
    const about = this.#about(stressor, [region]);
    const make = (account: Account, expression: Expression, isWhole = false): Draft => ({
      ...about,
      key: this.#keyOf(account, [region], stressor),
      expression,
      ...(exclusions.length > 0 && isWhole ? { exclusions } : {}),
    });
    const drafts: Draft[] = [];
    const [withPba, withCba] = [this.#accounts.has('pba'), this.#accounts.has('cba')];
    const pba = make('pba', whole(this.#direct.ofIndustries(stressor, region)), true);
    const cba = make('cba', whole(this.#embodied(stressor, region)), true);
    if (withPba) drafts.push(pba);
    if (withCba) drafts.push(cba);
    if (this.#accounts.has('household') && household !== null)
      drafts.push(make('household', household, true));
    const closing =
      withPba && withCba
        ? { formula: 'cba - pba', expression: differenceOf(valueOf('cba', cba), valueOf('pba', pba)) }
        : undefined;
    return [...drafts, ...this.#traded(stressor, region, make, closing)];
  }

  /** What is emitted anywhere for the final demand of a region. */
  #embodied(stressor: number, region: number): Expression {
    if (!this.#isDual)
      return this.#forms.add({ kind: 'flow', stressor, from: null, to: { region, others: false } });
    const demands = range(this.#demands[region]!, this.#demands[region + 1]!);
    return this.#forms.add({
      kind: 'bought',
      stressor,
      industries: null,
      demands,
      about: this.#table.regions[region]!,
    });
  }

  #traded(
    stressor: number,
    region: number,
    make: (account: Account, expression: Expression) => Draft,
    closing: Draft['closing'],
  ): Draft[] {
    const isBalanced = this.#accounts.has('balance');
    const [withImports, withExports] = [this.#accounts.has('imports'), this.#accounts.has('exports')];
    if (!isBalanced && !withImports && !withExports) return [];
    const [others, own] = [
      { region, others: true },
      { region, others: false },
    ];
    const imports = make('imports', this.#forms.add({ kind: 'flow', stressor, from: others, to: own }));
    const exports = make('exports', this.#forms.add({ kind: 'flow', stressor, from: own, to: others }));
    return [
      ...(isBalanced || withImports ? [imports] : []),
      ...(isBalanced || withExports ? [exports] : []),
      ...(isBalanced
        ? [
            {
              ...balanceOf(make('balance', imports.expression), imports, exports),
              ...(closing === undefined ? {} : { closing }),
            },
          ]
        : []),
    ];
  }

  #flowsTo(stressor: number, to: number): Draft[] {
    return this.#table.regions.map((_name, from) => ({
      ...this.#about(stressor, from === to ? [from] : [from, to]),
      key: this.#keyOf('flow', [from, to], stressor),
      expression: this.#forms.add({
        kind: 'flow',
        stressor,
        from: { region: from, others: false },
        to: { region: to, others: false },
      }),
    }));
  }

  #bySector(stressor: number, region: number): Draft[] {
    const { industries, regions } = this.#table;
    const own = range(this.#industries[region]!, this.#industries[region + 1]!);
    const demands = range(this.#demands[region]!, this.#demands[region + 1]!);
    const about = this.#about(stressor, [region]);
    const produced = own.map((industry) => ({
      ...about,
      key: this.#keyOf('pba-sector', [region], stressor, industries[industry]!.sector),
      expression: this.#direct.ofIndustry(stressor, industry),
    }));
    const bySector = Map.groupBy(range(0, industries.length), (index) => industries[index]!.sector);
    const bought = [...bySector].map(([sector, all]) => ({
      ...about,
      key: this.#keyOf('cba-sector', [region], stressor, sector),
      expression: this.#forms.add({
        kind: 'bought',
        stressor,
        industries: all,
        demands,
        about: `${sector}, ${regions[region]!}`,
      }),
    }));
    return [...produced, ...bought];
  }

  #byCategory(stressor: number, region: number): Draft[] {
    const { demands, regions } = this.#table;
    const about = this.#about(stressor, [region]);
    const exclusions = this.#direct.exclusionsOf(stressor, region);
    return range(this.#demands[region]!, this.#demands[region + 1]!).map((demand) => {
      const { category } = demands[demand]!;
      const bought = this.#forms.add({
        kind: 'bought',
        stressor,
        industries: null,
        demands: [demand],
        about: `${regions[region]!}, ${category}`,
      });
      const own = this.#direct.ofCategory(stressor, demand);
      return {
        ...about,
        key: this.#keyOf('cba-category', [region], stressor, category),
        expression: sumOf(own === null ? [bought] : [bought, own]),
        ...(exclusions.length === 0 ? {} : { exclusions }),
      };
    });
  }

  #keyOf(first: string, regions: readonly number[], stressor: number, member?: string): string {
    const names = [
      ...regions.map((region) => this.#table.regions[region]!),
      ...(member === undefined ? [] : [member]),
      this.#table.stressors[stressor]!.name,
    ];
    return [first, ...names.map(segmentOf)].join('/');
  }

  #about(stressor: number, regions: readonly number[]): Omit<Draft, 'key' | 'expression'> {
    return aboutFigure(this.#table, stressor, regions);
  }
}

/** Returns what a figure of a table covers. */
export function aboutFigure(
  { regions, stressors, sources }: Table,
  stressor: number,
  of: readonly number[],
): Omit<Draft, 'key' | 'expression'> {
  const { unit } = stressors[stressor]!;
  return {
    method: 'trade@1',
    scope: null,
    categories: [],
    gases: unit.substance === null ? [] : [unit.substance],
    gwpSet: null,
    unit: unit.text,
    geographies: of.map((region) => regions[region]!).sort(),
    ...(sources.documents.length === 0 ? {} : { documents: sources.documents }),
  };
}

/** Returns the difference of imports and exports, each as the figure that it is. */
export function balanceOf(about: Draft, imports: Draft, exports: Draft): Draft {
  const expression = differenceOf(valueOf('imports', imports), valueOf('exports', exports));
  return { ...about, expression, isDifference: true };
}

function range(first: number, after: number): number[] {
  return Array.from({ length: after - first }, (_, index) => first + index);
}
