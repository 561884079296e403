import { listSome } from '../errors/list-some.ts';
import type { Warning } from '../errors/warning.ts';
import type { Draft, Exclusion } from '../figures/draft.ts';
import { constant, differenceOf, productOf, sumOf, valueOf, type Expression } from '../figures/expression.ts';
import type { MethodContext } from '../figures/method-context.ts';
import { Amount, ONE } from '../quantities/decimal.ts';
import { divideUnits } from '../quantities/unit.ts';
import { DirectEmissions } from './direct.ts';
import type { Account, FinalDemand } from './final-demand.ts';
import { otherRegions, type Regions } from './forms.ts';
import {
  groupAlone,
  groupRegions,
  groupSectors,
  refuseSharedName,
  type AskedGroups,
  type RegionGroup,
  type SectorGroup,
} from './groups.ts';
import { exclusionsOfGas } from './gas-rows.ts';
import { segmentOf } from './keys.ts';
import { firstRow, nameIndustry, type Industry, type Stressor, type Table } from './table.ts';
import type { TableForms } from './table-forms.ts';

/** By what accounts are split besides: by the regions of a group, and those of production and of final demand by sector or category. */
export const SPLITS = ['region', 'sector', 'category'] as const;
export type Split = (typeof SPLITS)[number];

/**
 * Drafts the accounts of a table, one figure for each group of regions and stressor; a flow for each pair of groups. A region in no group is
 * one by itself. Those of a group are sums of the flows of its regions: what these send to each other is not trade, so no import and no export.
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
  readonly #groups: readonly RegionGroup[];
  readonly #sectors: readonly SectorGroup[];
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
      groups,
    }: {
      context: MethodContext;
      demand: FinalDemand;
      accounts: ReadonlySet<Account>;
      groups: AskedGroups | undefined;
    },
  ) {
    [this.#table, this.#forms, this.#demand, this.#accounts] = [table, forms, demand, accounts];
    this.#direct = new DirectEmissions(table, forms, context);
    this.#groups = groupRegions(table, groups, context);
    this.#sectors = groupSectors(table, groups, context);
    const needsFlows = (['imports', 'exports', 'balance', 'flow'] as const).some((each) =>
      accounts.has(each),
    );
    this.#isDual =
      demand.isOpenBecause !== null || (!needsFlows && table.stressors.length < table.regions.length);
  }

  /** Returns the figures of the accounts for one stressor. */
  draft(stressor: number): Draft[] {
    return this.#groups.flatMap((group) => [
      ...this.#ofGroup(stressor, group),
      ...(this.#accounts.has('flow') ? this.#flowsTo(stressor, group) : []),
    ]);
  }

  /** Returns what one unit of final demand from each industry emits, anywhere; of one that emits, also over what it emits itself. */
  draftMultipliers(stressor: number): Draft[] {
    const { industries, regions, currency, multiple } = this.#table;
    const { unit } = this.#table.stressors[stressor]!;
    const { x } = this.#forms.economy;
    const dead = industries.filter((_, industry) => x[industry] === 0);
    const warnings = dead.length === 0 ? [] : [warnOfDead(this.#table, dead)];
    return industries.flatMap(({ region, sector, part }, industry): Draft[] => {
      if (x[industry] === 0) return [];
      const form = this.#forms.add({ kind: 'multiplier', stressor, industry });
      const perUnit = constant(`1/${multiple}`, ONE, new Amount(BigInt(multiple)));
      const about = aboutFigure(this.#table, stressor, [region]);
      const multiplier: Draft = {
        ...about,
        key: this.#keyOf('multiplier', [part ?? regions[region]!], stressor, sector),
        unit: divideUnits(unit.text, currency),
        expression: multiple === 1 ? form : productOf(form, perUnit),
        ...(warnings.length === 0 ? {} : { warnings: [...(about.warnings ?? []), ...warnings] }),
      };
      if (this.#table.f.values[stressor * industries.length + industry] === 0) return [multiplier];
      const ratio: Draft = {
        ...about,
        key: this.#keyOf('total-over-direct', [part ?? regions[region]!], stressor, sector),
        unit: '1',
        expression: this.#forms.add({ kind: 'ratio', stressor, industry }),
      };
      return [multiplier, ratio];
    });
  }

  /** Returns the accounts of each region in a group; or those of production and of final demand by sector, or the latter by category. */
  draftSplit(stressor: number, split: Split): Draft[] {
    if (split === 'region') return this.#byRegion(stressor);
    return this.#groups.flatMap((group) =>
      split === 'sector' ? this.#bySector(stressor, group) : this.#byCategory(stressor, group),
    );
  }

  #byRegion(stressor: number): Draft[] {
    const { regions } = this.#table;
    return this.#groups.flatMap((group) => {
      refuseSharedName(group, this.#table);
      const own = group.members.filter((region) => regions[region] !== group.name);
      return own.flatMap((region) => this.#ofGroup(stressor, groupAlone(regions[region]!, region)));
    });
  }

  #ofGroup(stressor: number, group: RegionGroup): Draft[] {
    const household = this.#direct.ofDemands(stressor, group, this.#demand.demandsOf(group.members));
    const about = this.#about(stressor, group);
    const withHouseholds = exclude(about, this.#direct.exclusionsOf(stressor, group));
    const make = (account: Account, ...parts: readonly (Expression | null)[]): Draft => ({
      ...(COUNTS_HOUSEHOLDS.includes(account) ? withHouseholds : about),
      key: this.#keyOf(account, [group.name], stressor),
      expression: sumOf(parts.filter((part) => part !== null)),
    });
    const drafts = new Map<Account, Draft>();
    const add = (account: Account, ...parts: readonly (Expression | null)[]): void => {
      if (this.#accounts.has(account)) drafts.set(account, make(account, ...parts));
    };
    add('pba', this.#direct.ofIndustries(stressor, group), household);
    const to = regionsOf(group);
    for (const { account, demands, name } of this.#demand.accountsOf(group))
      if (this.#accounts.has(account))
        add(
          account,
          this.#isDual
            ? this.#forms.add({
                kind: 'bought',
                stressor,
                industries: null,
                demands,
                about: name,
                sets: group.sets,
              })
            : this.#forms.add({ kind: 'flow', stressor, from: null, to }),
          this.#direct.ofDemands(stressor, group, demands),
        );
    if (household !== null) add('household', household);
    const closed = this.#close(drafts);
    return [...closed.values(), ...this.#traded(stressor, to, make, closingOf(drafts, 'cba', 'pba'))];
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
    own: NonNullable<Regions>,
    make: (account: Account, expression: Expression) => Draft,
    closing: Draft['closing'],
  ): Draft[] {
    const isBalanced = this.#accounts.has('balance');
    const [withImports, withExports] = [this.#accounts.has('imports'), this.#accounts.has('exports')];
    if (!isBalanced && !withImports && !withExports) return [];
    const others = otherRegions(this.#table.regions, own);
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

  #flowsTo(stressor: number, to: RegionGroup): Draft[] {
    const sold = regionsOf(to);
    return this.#groups.map((from) => ({
      ...this.#about(stressor, ...(from === to ? [from] : [from, to])),
      key: this.#keyOf('flow', [from.name, to.name], stressor),
      expression: this.#forms.add({ kind: 'flow', stressor, from: regionsOf(from), to: sold }),
    }));
  }

  #bySector(stressor: number, group: RegionGroup): Draft[] {
    const { industries } = this.#table;
    const own = new Set(group.members);
    const about = this.#about(stressor, group);
    const bySector = Map.groupBy(range(industries.length), (index) => industries[index]!.sector);
    const produces = (sectors: SectorGroup): boolean =>
      sectors.members.some((sector) => bySector.get(sector)!.some((at) => own.has(industries[at]!.region)));
    const produced = this.#sectors.filter(produces).map((sectors) => ({
      ...exclude(about, listMissing([sectors], 'sector')),
      key: this.#keyOf('pba-sector', [group.name], stressor, sectors.name),
      expression: this.#direct.ofIndustries(stressor, group, sectors),
    }));
    const bought = this.#demand.accountsOf(group).flatMap(({ account, demands, name }) =>
      this.#sectors.map((sectors) => ({
        ...exclude(about, listMissing([sectors], 'sector')),
        key: this.#keyOf(`${account}-sector`, [group.name], stressor, sectors.name),
        expression: this.#forms.add({
          kind: 'bought',
          stressor,
          industries: sectors.members.flatMap((sector) => bySector.get(sector)!),
          demands,
          about: `${sectors.name}, ${name}`,
          sets: [...group.sets, ...sectors.sets],
        }),
      })),
    );
    return [...produced, ...bought];
  }

  #byCategory(stressor: number, group: RegionGroup): Draft[] {
    const { demands: all } = this.#table;
    const about = this.#about(stressor, group);
    const withHouseholds = exclude(about, this.#direct.exclusionsOf(stressor, group));
    return this.#demand.accountsOf(group).flatMap(({ account, demands }) =>
      [...Map.groupBy(demands, (demand) => all[demand]!.category)].map(([category, some]) => {
        const bought = this.#forms.add({
          kind: 'bought',
          stressor,
          industries: null,
          demands: some,
          about: `${group.name}, ${category}`,
          sets: group.sets,
        });
        const own = this.#direct.ofDemands(stressor, group, some);
        return {
          ...(account === 'for-exports' ? about : withHouseholds),
          key: this.#keyOf(`${account}-category`, [group.name], stressor, category),
          expression: sumOf(own === null ? [bought] : [bought, own]),
        };
      }),
    );
  }

  #keyOf(first: string, regions: readonly string[], stressor: number, member?: string): string {
    const names = [
      ...regions,
      ...(member === undefined ? [] : [member]),
      this.#table.stressors[stressor]!.name,
    ];
    return [first, ...names.map(segmentOf)].join('/');
  }

  #about(stressor: number, ...groups: readonly RegionGroup[]): About {
    return aboutGroups(this.#table, stressor, groups);
  }
}

/** Returns what a figure of groups of regions covers, and which of their members the table does not have. */
export function aboutGroups(table: Table, stressor: number, groups: readonly RegionGroup[]): About {
  const places = groups.flatMap(({ members }) => members);
  const without = listWithout(table.stressors[stressor]!, places);
  return exclude(aboutFigure(table, stressor, places), [...listMissing(groups, 'region'), ...without]);
}

/** Returns the industries of regions that were left out, with what they emit. */
function listWithout({ withoutIndustries }: Stressor, regions: readonly number[]): Exclusion[] {
  return regions.flatMap((region) =>
    (withoutIndustries?.get(region) ?? []).map((what) => ({
      what,
      reason: 'the industry has no output, and parameters.zeroOutputs leaves it out, in every account',
    })),
  );
}

/** Returns what groups lack, because the table does not have it. */
export function listMissing(
  groups: readonly Pick<RegionGroup, 'name' | 'missing'>[],
  what: 'region' | 'sector',
): Exclusion[] {
  return groups.flatMap(({ name, missing }) =>
    missing.map((member) => ({
      what: `${member} of ${name}`,
      reason: `the table has no such ${what}: it is not counted, and can be a part of another ${what}`,
    })),
  );
}

type About = Omit<Draft, 'key' | 'expression'>;

export function exclude(about: About, exclusions: readonly Exclusion[]): About {
  return exclusions.length === 0
    ? about
    : { ...about, exclusions: [...(about.exclusions ?? []), ...exclusions] };
}

export function regionsOf({ name, members, sets }: RegionGroup): NonNullable<Regions> {
  return { name, places: new Set(members), sets };
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

/** An industry that sells nothing has no column of A, so nothing that is computed says what a unit of it would emit. */
function warnOfDead(table: Table, dead: readonly Industry[]): Warning {
  const names = listSome(dead.map((industry) => nameIndustry(table, industry)));
  const message = `no multiplier, because they have no output: ${names}`;
  return { code: 'no-multiplier', message, row: firstRow(table, null) };
}

/** Returns what a figure of a table covers, and its warnings: that the table was aggregated before it was solved. */
export function aboutFigure(
  { regions, stressors, sources, warnings, undivided }: Table,
  stressor: number,
  of: readonly number[],
): About {
  const { name, unit, gas, warnings: own = [] } = stressors[stressor]!;
  const exclusions = gas === undefined ? [] : exclusionsOfGas(gas, name);
  const ofRegions = of.flatMap((region) => undivided?.get(region) ?? []);
  const all = [...warnings, ...ofRegions, ...own];
  return {
    method: 'trade@1',
    scope: null,
    categories: [],
    gases: unit.substance === null ? [] : [unit.substance],
    gwpSet: gas?.gwpSet ?? null,
    unit: unit.text,
    geographies: of.map((region) => regions[region]!).sort(),
    ...(sources.documents.length === 0 ? {} : { documents: sources.documents }),
    ...(gas?.name === 'CH4' && gas.origin === 'fossil' ? FOSSIL : {}),
    ...(exclusions.length === 0 ? {} : { exclusions }),
    ...(all.length === 0 ? {} : { warnings: all }),
  };
}

const FOSSIL = { methane: { origin: 'fossil', assumed: null } } as const;

/** Returns the difference of imports and exports, each as the figure that it is. */
export function balanceOf(about: Draft, imports: Draft, exports: Draft): Draft {
  const expression = differenceOf(valueOf('imports', imports), valueOf('exports', exports));
  return { ...about, expression, isDifference: true };
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
