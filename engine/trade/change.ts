import { EngineError, placeOf, placeOfAsked } from '../errors/engine-error.ts';
import type { Warning } from '../errors/warning.ts';
import type { Draft } from '../figures/draft.ts';
import { constant, differenceOf, productOf, sumOf, valueOf, type Expression } from '../figures/expression.ts';
import type { MethodContext } from '../figures/method-context.ts';
import { Amount, ONE } from '../quantities/decimal.ts';
import type { Period } from '../rows/row.ts';
import { aboutGroups, exclude } from './accounts.ts';
import { ChangeForms } from './change-forms.ts';
import type { CrossForm, Pair, Year } from './change-values.ts';
import { DirectEmissions } from './direct.ts';
import type { DemandAccount, FinalDemand } from './final-demand.ts';
import type { RegionGroup } from './groups.ts';
import { segmentOf } from './keys.ts';
import { TableForms } from './table-forms.ts';
import { nameIndustry, type Table } from './table.ts';

/** What of a year is in the change of an account, in the order in which the polar decompositions change it. */
const EFFECTS = ['intensity', 'structure', 'mix', 'level'] as const;

/** One year: its table, and what its rows say of final demand. */
export interface TableOfYear {
  readonly table: Table;
  readonly demand: FinalDemand;
  readonly context: MethodContext;
}

/**
 * Structural decomposition of what is emitted for final demand, S L b g, between two years: by emissions per output, by the inputs of industries, by
 * the mix of what is bought, and by how much. The effect of each is the average of the two polar decompositions, which change the four one
 * after the other, from the first to the last and back (E. Dietzenbacher and B. Los, Structural decomposition techniques: sense and sensitivity,
 * Economic Systems Research 10 (1998)). In both, the steps lead from one year to the other, so effects add up to the change without a residual.
 */
export class TableChange {
  readonly #years: Pair<TableOfYear>;
  readonly #forms: ChangeForms;
  readonly #direct: Pair<DirectEmissions>;
  readonly #warnings: readonly Warning[];

  /**
   * @param warnings of each effect
   * @throws EngineError `other-table`, `mixed-currencies` where the tables cannot be compared
   */
  constructor(years: Pair<TableOfYear>, warnings: readonly Warning[]) {
    const [before, after] = years;
    refuseOther(before.table, after.table);
    [this.#years, this.#warnings] = [years, warnings];
    this.#forms = new ChangeForms([before.table, after.table]);
    this.#direct = [before, after].map(
      ({ table, context }) => new DirectEmissions(table, new TableForms(table), context),
    ) as [DirectEmissions, DirectEmissions];
  }

  /** Returns the figures of the accounts of final demand of a region. */
  draft(stressor: Pair<number>, group: RegionGroup): Draft[] {
    const [before, after] = this.#years.map(({ demand }) => demand.accountsOf(group)) as [
      DemandAccount[],
      DemandAccount[],
    ];
    return after.flatMap((account, at) => {
      const other = before[at];
      if (other?.account !== account.account || before.length !== after.length)
        throw refuseAccount(group.name, before, after);
      const demands = [other.demands, account.demands] as const;
      return demands[1].length === 0 ? [] : this.#ofAccount({ stressor, group, demands, account });
    });
  }

  #ofAccount(asked: Asked): Draft[] {
    const { stressor, demands, account, group } = asked;
    ([0, 1] as const).forEach((year) => this.#refuseNothing(asked, year));
    const at = (...years: CrossForm['years']): Expression =>
      this.#forms.add({ stressor, demands, about: account.name, years, sets: group.sets });
    // The years of S, L, b and g along both polar decompositions, from the later year to the earlier one.
    const down = [at(1, 1, 1, 1), at(0, 1, 1, 1), at(0, 0, 1, 1), at(0, 0, 0, 1), at(0, 0, 0, 0)];
    const up = [down[4]!, at(1, 0, 0, 0), at(1, 1, 0, 0), at(1, 1, 1, 0), down[0]!];
    const direct = ([0, 1] as const).map((year) =>
      this.#direct[year].ofDemands(stressor[year], group, demands[year]),
    );
    const [first, last] = direct as [Expression | null, Expression | null];
    if ((first === null) !== (last === null)) throw this.#refuseHouseholds(asked, first === null ? 0 : 1);
    const ofYear = (key: string, year: Year, form: Expression, own: Expression | null): Draft => ({
      ...this.#about(asked, [year], key),
      expression: sumOf(own === null ? [form] : [form, own]),
    });
    const [before, after] = [ofYear('before', 0, down[4]!, first), ofYear('after', 1, down[0]!, last)];
    const effects = EFFECTS.map((effect, step): Draft => {
      const both = [differenceOf(down[step]!, down[step + 1]!), differenceOf(up[step + 1]!, up[step]!)];
      const about = this.#about(asked, [0, 1], `effect-${effect}`);
      const warnings = [...(about.warnings ?? []), ...this.#warnings];
      return { ...about, warnings, expression: productOf(HALF, sumOf(both)) };
    });
    if (first !== null && last !== null)
      effects.push({
        ...this.#about(asked, [0, 1], 'effect-household'),
        expression: differenceOf(last, first),
      });
    const change: Draft = {
      ...this.#about(asked, [0, 1], 'change'),
      expression: sumOf(effects.map((effect) => valueOf(effect.key.split('/')[0]!, effect))),
      isDifference: true,
      closing: {
        formula: 'after - before',
        expression: differenceOf(valueOf('after', after), valueOf('before', before)),
      },
    };
    return [before, after, ...effects, change];
  }

  #about(
    { stressor, group, account }: Asked,
    years: readonly Year[],
    first: string,
  ): Omit<Draft, 'expression'> {
    const tables = years.map((year) => this.#years[year]);
    const { table, context } = tables.at(-1)!;
    const name = table.stressors[stressor[1]]!.name;
    const documents = [...new Set(tables.flatMap(({ table: { sources } }) => sources.documents))];
    const exclusions = years.flatMap((year) => this.#direct[year].exclusionsOf(stressor[year], group));
    const about = aboutGroups(table, stressor[years.at(-1)!], [group]);
    const own = exclusions.filter(
      ({ what }, at) => exclusions.findIndex((other) => other.what === what) === at,
    );
    const period: Period | null = years.length === 1 ? context.period : null;
    const draft = {
      ...about,
      method: 'trade-change@1',
      key: [first, account.account, segmentOf(group.name), segmentOf(name)].join('/'),
      ...(documents.length === 0 ? {} : { documents }),
      ...(period === null ? {} : { period }),
    };
    return account.account === 'for-exports' ? draft : { ...exclude(draft, own), key: draft.key };
  }

  #refuseHouseholds({ stressor, account }: Asked, lacking: Year): EngineError {
    const { table } = this.#years[lacking];
    const { name } = table.stressors[stressor[lacking]]!;
    const text = `the ${lacking === 0 ? 'base' : 'later'} table does not state ${name} of the final demand of ${account.name} itself (F_Y), and the other does: state it in both, or in none`;
    return new EngineError('other-table', text, name, placeOfTable(table));
  }

  /** A mix is a part of all that is bought: there is none where that is nothing, or below zero. */
  #refuseNothing({ demands, account }: Asked, year: Year): void {
    const { value, bound } = this.#forms.levelOf(demands[year], year);
    if (value - bound > 0) return;
    const text = `the final demand of ${account.name} adds up to ${value} in the ${year === 0 ? 'base' : 'later'} table, so it has no mix: leave it out by parameters.regions`;
    throw new EngineError('other-table', text, value, placeOfAsked('parameters.regions'));
  }
}

/** A final demand whose account is decomposed. */
interface Asked {
  readonly stressor: Pair<number>;
  readonly group: RegionGroup;
  readonly demands: Pair<readonly number[]>;
  readonly account: DemandAccount;
}

const HALF = constant('1/2', ONE, new Amount(2n));

function refuseOther(before: Table, after: Table): void {
  const [first, second] = [before, after].map((table) =>
    table.industries.map((industry) => nameIndustry(table, industry)),
  ) as [string[], string[]];
  const at = first.findIndex((name, index) => name !== second[index]);
  if (at >= 0 || first.length !== second.length) {
    const place = at < 0 ? first.length : at;
    const [one, other] = [first[place] ?? 'none', second[place] ?? 'none'];
    const text = `industry ${place + 1} of the base table is ${one}, and of the other ${other}: both must have the same industries in the same order`;
    throw new EngineError('other-table', text, other, placeOfTable(after));
  }
  if (before.currency !== after.currency || before.multiple !== after.multiple) {
    const [one, other] = [before, after].map(({ currency, multiple }) => `${multiple} ${currency}`) as [
      string,
      string,
    ];
    const text = `the base table is in ${one}, and the other in ${other}: a change needs both in one currency, of one year`;
    throw new EngineError('mixed-currencies', text, other, placeOfTable(after));
  }
}

/** Where a table is stated: its first document, or its first row. */
function placeOfTable({ sources, z, y }: Table): ReturnType<typeof placeOf> {
  const [cell] = [z, y].flatMap(({ cells }) => (cells ?? []).slice(0, 1));
  const row = sources.documents[0] ?? cell?.row;
  return row === undefined ? placeOfAsked('inputs') : placeOf(row, 'unit');
}

function refuseAccount(
  region: string,
  before: readonly DemandAccount[],
  after: readonly DemandAccount[],
): EngineError {
  const [one, other] = [before, after].map((accounts) => accounts.map(({ account }) => account).join(', '));
  const text = `the base table gives ${one!} of ${region}, and the other ${other!}: name the exports of both by parameters.exports`;
  return new EngineError('other-table', text, region, placeOfAsked('parameters.exports'));
}
