import { EngineError, placeOfAsked } from '../errors/engine-error.ts';
import { listSome } from '../errors/list-some.ts';
import type { RegionGroup } from './groups.ts';
import { startsOf, type Table } from './table.ts';

/** The accounts of a region, as parameters name them. */
export const ACCOUNTS = [
  ...(['pba', 'cba', 'imports', 'exports', 'balance', 'household', 'flow'] as const),
  ...(['for-domestic-demand', 'for-exports'] as const),
] as const;
export type Account = (typeof ACCOUNTS)[number];

/** The accounts that every table gives: sums of what it states. */
export const OF_ANY_TABLE: readonly Account[] = ['pba', 'household'];

/** An account of what is emitted for final demand of a region: for all of it, or for some of its categories. */
export interface DemandAccount {
  readonly account: 'cba' | 'for-domestic-demand' | 'for-exports';
  /** The categories, by their places in the table. */
  readonly demands: readonly number[];
  /** The region, and which of its final demand where that is not all, for the formula. */
  readonly name: string;
}

/** Words that name exports, in names of categories: `exports`, `Exports: Total (fob)`, `Exporte`, `出口`. */
const NAMES_EXPORTS = /(?:^|[^\p{L}])export|出口/iu;

/**
 * For whom the industries of a table work. Where several regions buy all that is made, what is emitted for one of them is its account of
 * consumption. A table of one region, or with exports among its final demand, shows nothing of what is emitted elsewhere: it has no account
 * of consumption, and gives what its own industries emit for final demand in it and for exports.
 */
export class FinalDemand {
  /** Why the table shows nothing of what is emitted elsewhere; null where it has all regions that buy and sell. */
  readonly isOpenBecause: string | null;
  readonly #table: Table;
  readonly #starts: Int32Array;
  readonly #exports: ReadonlySet<number>;

  /**
   * @param stated the categories that are exports; absent: those with values whose name says it
   * @throws EngineError `bad-parameters` for a category that the table does not have
   */
  constructor(table: Table, stated?: readonly string[]) {
    this.#table = table;
    this.#starts = startsOf(table.demands, table.regions.length);
    this.#exports = new Set(stated === undefined ? findExports(table) : findStated(table, stated));
    this.isOpenBecause = this.#explain();
  }

  /** Returns the accounts of final demand that regions have together. */
  accountsOf({ name, members }: Pick<RegionGroup, 'name' | 'members'>): DemandAccount[] {
    const all = this.demandsOf(members);
    if (this.isOpenBecause === null) return [{ account: 'cba', demands: all, name }];
    const exports = all.filter((demand) => this.#exports.has(demand));
    if (exports.length === 0) return [{ account: 'for-domestic-demand', demands: all, name }];
    const domestic = all.filter((demand) => !this.#exports.has(demand));
    const listed = listSome([...new Set(exports.map((demand) => this.#table.demands[demand]!.category))]);
    return [
      { account: 'for-domestic-demand', demands: domestic, name: `${name}, not ${listed}` },
      { account: 'for-exports', demands: exports, name: `${name}, ${listed}` },
    ];
  }

  demandsOf(regions: readonly number[]): number[] {
    return regions.flatMap((region) => {
      const [first, after] = [this.#starts[region]!, this.#starts[region + 1]!];
      return Array.from({ length: after - first }, (_, at) => first + at);
    });
  }

  /**
   * Returns the accounts that are computed: those that were asked for, else all that the table has.
   * @throws EngineError `bad-parameters` for one that the table does not have
   */
  chooseAccounts(asked: readonly Account[] | undefined): ReadonlySet<Account> {
    const has = (account: Account): boolean => this.#has(account);
    const missing = asked?.findIndex((account) => !has(account)) ?? -1;
    if (missing < 0) return new Set(asked ?? ACCOUNTS.filter(has));
    const account = asked![missing]!;
    const known = ACCOUNTS.filter(has).join(', ');
    const text = `the table has no account ${account}: ${this.#whyNot(account)}. Expected one of ${known}`;
    throw new EngineError('bad-parameters', text, account, placeOfAsked(`parameters.accounts.${missing}`));
  }

  #has(account: Account): boolean {
    if (OF_ANY_TABLE.includes(account)) return true;
    if (this.isOpenBecause === null) return !account.startsWith('for-');
    return account === 'for-domestic-demand' || (account === 'for-exports' && this.#exports.size > 0);
  }

  #whyNot(account: Account): string {
    if (this.isOpenBecause === null) return 'its regions buy all that it makes, so cba is the account';
    if (account === 'for-exports')
      return 'no category of its final demand is known as exports; parameters.exports can name it';
    return `${this.isOpenBecause}, and what is emitted elsewhere is unknown`;
  }

  #explain(): string | null {
    const { regions, demands } = this.#table;
    const names = new Set([...this.#exports].map((at) => demands[at]!.category));
    if (names.size > 0) return `its final demand has exports (${listSome([...names])})`;
    return regions.length === 1 ? `it has one region (${regions[0]!})` : null;
  }
}

/** Returns the columns of Y whose name says exports. Tables of the whole world can have such a category, and it is empty in all. */
function findExports({ demands, y: { values, columns } }: Table): number[] {
  const hasValue = (column: number): boolean => {
    for (let at = column; at < values.length; at += columns) if (values[at] !== 0) return true;
    return false;
  };
  return demands.flatMap(({ category }, column) =>
    NAMES_EXPORTS.test(category) && hasValue(column) ? [column] : [],
  );
}

function findStated({ demands }: Table, stated: readonly string[]): number[] {
  const known = new Set(demands.map(({ category }) => category));
  const unknown = stated.findIndex((name) => !known.has(name));
  if (unknown >= 0) {
    const text = `no category of final demand is ${stated[unknown]!}: expected one of ${listSome([...known])}`;
    throw new EngineError(
      'bad-parameters',
      text,
      stated[unknown],
      placeOfAsked(`parameters.exports.${unknown}`),
    );
  }
  return demands.flatMap(({ category }, column) => (stated.includes(category) ? [column] : []));
}
