import type { Draft } from '../figures/draft.ts';
import { constant, differenceOf, productOf, sumOf, valueOf, type Expression } from '../figures/expression.ts';
import type { MethodContext } from '../figures/figure.ts';
import { Amount, ONE } from '../quantities/decimal.ts';
import { divideUnits } from '../quantities/unit.ts';
import { DirectEmissions } from './direct.ts';
import { OF_ANY_TABLE, type Account, type FinalDemand } from './final-demand.ts';
import { segmentOf } from './keys.ts';
import { startsOf, type Table } from './table.ts';
import type { TableForms } from './table-forms.ts';

/** By what the accounts of production and of final demand are split besides. */
export const SPLITS = ['sector', 'category'] as const;
export type Split = (typeof SPLITS)[number];

/**
 * Drafts the accounts of a table, one figure for each region and stressor; a flow for each pair of regions.
 *
 * - D_pba = F 1 + F_Y 1 of the region: what its industries and its final demand emit themselves.
 * - D_cba = S L Y + F_Y 1: what is emitted anywhere for its final demand, and by this itself.
 * - Imports are emitted elsewhere for its final demand; exports are emitted in it for final demand elsewhere. Both are blocks of the
 *   result and not of the demand, so that D_cba − D_pba = imports − exports.
 * - A table that shows nothing of what is emitted elsewhere (`FinalDemand`) has neither of these. What its industries emit for final demand
 *   in the regions and for exports adds up to what they emit, and F_Y of each is part of it.
 */
export class Accounts {
  readonly #table: Table;
  readonly #forms: TableForms;
  readonly #direct: DirectEmissions;
  readonly #demand: FinalDemand;
  readonly #industries: Int32Array;
  readonly #accounts: ReadonlySet<Account>;
  /** Whether S L is solved, with a right side for each stressor, and not L Y, with one for each region. */
  readonly #isDual: boolean;

  /** @param accounts those that `demand` chose */
  constructor(
    table: Table,
    forms: TableForms,
    {
      context,
      demand,
      accounts,
    }: { context: MethodContext; demand: FinalDemand; accounts: ReadonlySet<Account> },
  ) {
    [this.#table, this.#forms, this.#demand, this.#accounts] = [table, forms, demand, accounts];
    this.#direct = new DirectEmissions(table, forms, context);
    this.#industries = startsOf(table.industries, table.regions.length);
    const needsFlows = (['imports', 'exports', 'balance', 'flow'] as const).some((each) =>
      accounts.has(each),
    );
    this.#isDual =
      demand.isOpenBecause !== null || (!needsFlows && table.stressors.length < table.regions.length);
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

  /** Returns the accounts of production and of final demand by sector, or the latter by category. */
  draftSplit(stressor: number, split: Split): Draft[] {
    return this.#table.regions.flatMap((_name, region) =>
      split === 'sector' ? this.#bySector(stressor, region) : this.#byCategory(stressor, region),
    );
  }

  #ofRegion(stressor: number, region: number): Draft[] {
    const household = this.#direct.ofDemands(stressor, region, this.#demand.demandsOf(region));
    const exclusions = this.#direct.exclusionsOf(stressor, region);
    const about = this.#about(stressor, [region]);
    const make = (account: Account, ...parts: readonly (Expression | null)[]): Draft => ({
      ...(OF_ANY_TABLE.includes(account) ? withoutWarnings(about) : about),
      key: this.#keyOf(account, [region], stressor),
      expression: sumOf(parts.filter((part) => part !== null)),
      ...(exclusions.length > 0 && COUNTS_HOUSEHOLDS.includes(account) ? { exclusions } : {}),
    });
    const drafts = new Map<Account, Draft>();
    const add = (account: Account, ...parts: readonly (Expression | null)[]): void => {
      if (this.#accounts.has(account)) drafts.set(account, make(account, ...parts));
    };
    add('pba', this.#direct.ofIndustries(stressor, region), household);
    for (const { account, demands, name } of this.#demand.accountsOf(region))
      if (this.#accounts.has(account))
        add(
          account,
          this.#isDual
            ? this.#forms.add({ kind: 'bought', stressor, industries: null, demands, about: name })
            : this.#forms.add({ kind: 'flow', stressor, from: null, to: { region, others: false } }),
          this.#direct.ofDemands(stressor, region, demands),
        );
    if (household !== null) add('household', household);
    const closed = this.#close(drafts);
    return [...closed.values(), ...this.#traded(stressor, region, make, closingOf(drafts, 'cba', 'pba'))];
  }

  /** In a table of one region, all that is emitted for someone is emitted in it: that compares its accounts. */
  #close(drafts: ReadonlyMap<Account, Draft>): ReadonlyMap<Account, Draft> {
    const domestic = drafts.get('for-domestic-demand');
    const closing = closingOf(drafts, 'pba', 'for-exports');
    if (domestic === undefined || closing === undefined || this.#table.regions.length > 1) return drafts;
    return new Map(drafts).set('for-domestic-demand', { ...domestic, closing });
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
    const { industries } = this.#table;
    const own = range(this.#industries[region]!, this.#industries[region + 1]!);
    const about = this.#about(stressor, [region]);
    const produced = own.map((industry) => ({
      ...withoutWarnings(about),
      key: this.#keyOf('pba-sector', [region], stressor, industries[industry]!.sector),
      expression: this.#direct.ofIndustry(stressor, industry),
    }));
    const bySector = Map.groupBy(range(0, industries.length), (index) => industries[index]!.sector);
    const bought = this.#demand.accountsOf(region).flatMap(({ account, demands, name }) =>
      [...bySector].map(([sector, all]) => ({
        ...about,
        key: this.#keyOf(`${account}-sector`, [region], stressor, sector),
        expression: this.#forms.add({
          kind: 'bought',
          stressor,
          industries: all,
          demands,
          about: `${sector}, ${name}`,
        }),
      })),
    );
    return [...produced, ...bought];
  }

  #byCategory(stressor: number, region: number): Draft[] {
    const { demands: all, regions } = this.#table;
    const about = this.#about(stressor, [region]);
    const exclusions = this.#direct.exclusionsOf(stressor, region);
    return this.#demand.accountsOf(region).flatMap(({ account, demands }) =>
      demands.map((demand) => {
        const { category } = all[demand]!;
        const bought = this.#forms.add({
          kind: 'bought',
          stressor,
          industries: null,
          demands: [demand],
          about: `${regions[region]!}, ${category}`,
        });
        const own = this.#direct.ofDemands(stressor, region, [demand]);
        return {
          ...about,
          key: this.#keyOf(`${account}-category`, [region], stressor, category),
          expression: sumOf(own === null ? [bought] : [bought, own]),
          ...(exclusions.length === 0 || account === 'for-exports' ? {} : { exclusions }),
        };
      }),
    );
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

/** The accounts that count what final demand emits itself, and say where the table does not state it. */
const COUNTS_HOUSEHOLDS: readonly Account[] = ['pba', 'cba', 'for-domestic-demand', 'household'];

/** Returns a difference of two accounts; undefined where one of them is not computed. */
function closingOf(drafts: ReadonlyMap<Account, Draft>, from: Account, less: Account): Draft['closing'] {
  const [first, second] = [drafts.get(from), drafts.get(less)];
  if (first === undefined || second === undefined) return undefined;
  return {
    formula: `${from} - ${less}`,
    expression: differenceOf(valueOf(from, first), valueOf(less, second)),
  };
}

/** Sums of what the table states are the same however it is grouped. */
function withoutWarnings({ warnings: _, ...about }: ReturnType<typeof aboutFigure>): typeof about {
  return about;
}

/** Returns what a figure of a table covers, and the warnings of one that the system of the table gives. */
export function aboutFigure(
  { regions, stressors, sources, warnings }: Table,
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
    ...(warnings.length === 0 ? {} : { warnings }),
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
