import type * as z from 'zod';
import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Draft } from '../../figures/draft.ts';
import {
  constant,
  differenceOf,
  productOf,
  quantityOf,
  quotientOf,
  sumOf,
  valueOf,
  type Expression,
} from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import { selectionOf, type MethodContext } from '../../figures/method-context.ts';
import { sumOfRows } from '../../figures/terms.ts';
import { Amount, HUNDRED, ONE, sumAmounts } from '../../quantities/decimal.ts';
import { convertAmount, parseUnit } from '../../quantities/unit.ts';
import { draftPerHead } from '../../trade/per-head.ts';
import { liesOutside } from '../../rows/activity.ts';
import { rowsOfType } from '../../rows/row-index.ts';
import { compareTexts, type Period, type RowOf } from '../../rows/row.ts';
import type { Method } from '../method.ts';
import { commonParameters } from '../parameters.ts';
import { nameYear } from '../year-name.ts';

type Parameters = z.output<typeof commonParameters>;
type NationalRow = RowOf<'national-emission'>;
type Account = NationalRow['detail']['account'];

/** Production and consumption accounts of countries, year by year, from national totals. */
export const nationalTrade: Method<Parameters> = {
  id: 'national-trade',
  version: 1,
  title: 'Consumption of a country from its production and net imports, year by year',
  standard:
    '2006 IPCC Guidelines, volume 1, chapter 8, section 8.2.1 (totals within a territory; read in a translation); Peters and others (2011), Growth in emission transfers via international trade from 1990 to 2008, PNAS 108 (21) (net imports and consumption), as the Global Carbon Budget uses them',
  reads: ['national-emission', 'population'],
  parameters: commonParameters,
  figures: [
    {
      key: 'production/{country}/{gas}/{year}',
      unit: 't{gas}',
      meaning:
        'What is emitted within the borders, without land-use change: as the source totals it, else the sum of its parts.',
    },
    {
      key: 'production-parts/{country}/{gas}/{year}',
      unit: 't{gas}',
      meaning: 'The sum of the parts, such as coal and cement, where the source states these and a total.',
    },
    {
      key: 'net-imports/{country}/{gas}/{year}',
      unit: 't{gas}',
      meaning:
        'What is emitted elsewhere for imports, less what is emitted for exports. Negative: the country exports more.',
    },
    {
      key: 'consumption/{country}/{gas}/{year}',
      unit: 't{gas}',
      meaning: 'What is emitted anywhere for what the country consumes: production plus net imports.',
    },
    {
      key: 'net-imports-share/{country}/{gas}/{year}',
      unit: '%',
      meaning: 'Net imports over production: by how much consumption differs from production.',
    },
    {
      key: 'land-use-change/{country}/{gas}/{year}',
      unit: 't{gas}',
      meaning: 'Emissions of land-use change. Negative: the land took up more than it gave off.',
    },
    {
      key: 'with-land-use/{country}/{gas}/{year}',
      unit: 't{gas}',
      meaning: 'Production plus emissions of land-use change.',
    },
    {
      key: 'per-head/{figure...}',
      unit: 't{gas}/{person}',
      meaning:
        'Production, net imports or consumption per head, where a row states the population in the same period.',
    },
  ],
  traps: [
    'A share says nothing without its gases, its method and the version of its data. Another source that counts other gases, or trade in another way, gives another share.',
    'Each figure is of the year of its rows. The period of the run can be many years; a year without rows has no figure, and nothing is interpolated.',
    'A total that the source states is compared with what it adds up. A difference beyond the rounding of their digits is an error.',
  ],
  compute: computeNationalTrade,
};

function computeNationalTrade(context: MethodContext): Draft[] {
  const rows = rowsOfType(context.rows, 'national-emission').filter((row) => liesWithin(row, context.period));
  const groups = Map.groupBy(
    rows,
    ({ from, until, detail }) =>
      `${detail.geography}/${detail.gas}/${nameYear({ from, until })} ${from} ${until}`,
  );
  const drafts = [...groups.values()].flatMap((group) => new NationalAccounts(group, context).draft());
  const counted = drafts.filter(({ key }) => /^(production|net-imports|consumption)\//.test(key));
  return [...drafts, ...draftPerHead(counted, context)];
}

function liesWithin(row: NationalRow, period: Period): boolean {
  if (liesOutside(row, period)) return false;
  if (row.from >= period.from && row.until <= period.until) return true;
  const text = `${row.key} is only partly inside the period of the run: choose a period of whole years`;
  throw new EngineError('straddled-period', text, row.key, placeOf(row, 'until'));
}

/** The accounts of one country, gas and year. */
class NationalAccounts {
  readonly #rows: readonly NationalRow[];
  readonly #context: MethodContext;
  /** What all figures share. */
  readonly #about: Omit<Draft, 'key' | 'expression'>;
  readonly #name: string;
  readonly #gas: string;
  readonly #parts: readonly NationalRow[];

  constructor(rows: readonly NationalRow[], context: MethodContext) {
    [this.#rows, this.#context] = [rows, context];
    const { from, until, detail } = rows[0]!;
    const { gas, geography } = detail;
    this.#gas = gas;
    this.#name = `${geography}/${gas}/${nameYear({ from, until })}`;
    this.#parts = rows.filter((row) => row.detail.account === 'production' && row.detail.part !== undefined);
    this.#refuseRepeated();
    this.#about = {
      method: 'national-trade@1',
      unit: `t{${gas}}`,
      scope: null,
      categories: distinctTexts(this.#parts.map((row) => row.detail.part!)),
      gases: [gas],
      gwpSet: null,
      geographies: [geography],
      period: { from, until },
    };
  }

  draft(): Draft[] {
    const stated = this.#find('production');
    const parts = this.#parts.length === 0 ? null : this.#make('production-parts', this.#sumParts());
    if (stated !== null && parts !== null) this.#refuseOther(stated, this.#parts);
    const production =
      stated === null
        ? parts === null
          ? null
          : { ...parts, key: `production/${this.#name}` }
        : this.#make('production', this.#quantity('P', stated));
    const land = this.#find('land-use-change');
    const drafts: Draft[] = [];
    if (stated !== null && parts !== null) drafts.push(parts);
    if (production !== null) drafts.push(production, ...this.#draftConsumption(production, stated));
    if (land !== null) drafts.push(...this.#draftLand(production, land));
    return drafts;
  }

  /** Returns what land-use change emits, and production with it. */
  #draftLand(production: Draft | null, land: NationalRow): Draft[] {
    const change = {
      ...this.#make('land-use-change', this.#quantity('L', land)),
      categories: ['land-use-change'],
    };
    if (production === null) return [change];
    const both = this.#make('with-land-use', sumOf([valueOf('P', production), valueOf('L', change)]));
    const categories = distinctTexts([...production.categories, 'land-use-change']);
    return [change, { ...both, categories }];
  }

  /** Returns net imports, consumption and the share: none of them where the source states neither of the first two. */
  #draftConsumption(production: Draft, stated: NationalRow | null): Draft[] {
    const [net, consumed] = [this.#find('net-imports'), this.#find('consumption')];
    if (net === null && consumed === null) return [];
    const imports = this.#make(
      'net-imports',
      net === null
        ? differenceOf(this.#quantity('C', consumed!), valueOf('P', production))
        : this.#quantity('T', net),
    );
    const consumption =
      net === null
        ? this.#make('consumption', this.#quantity('C', consumed!))
        : {
            ...this.#make('consumption', sumOf([valueOf('P', production), valueOf('T', imports)])),
            ...(consumed === null ? {} : { documents: [consumed] }),
          };
    if (net !== null && consumed !== null)
      this.#refuseOther(consumed, [...(stated === null ? this.#parts : [stated]), net]);
    return [imports, consumption, ...this.#draftShare(production, imports)];
  }

  #draftShare(production: Draft, imports: Draft): Draft[] {
    const stated = this.#find('production');
    if (stated === null ? this.#parts.every(isZero) : isZero(stated)) return [];
    const share = quotientOf(
      productOf(constant('100', HUNDRED, ONE), valueOf('T', imports)),
      valueOf('P', production),
    );
    return [{ ...this.#make('net-imports-share', share), unit: '%' }];
  }

  #make(figure: string, expression: Expression): Draft {
    return { ...this.#about, key: `${figure}/${this.#name}`, expression };
  }

  /** Returns the row of a whole account, not of a part of it. */
  #find(account: Account): NationalRow | null {
    return this.#rows.find(({ detail }) => detail.account === account && detail.part === undefined) ?? null;
  }

  #quantity(symbol: string, row: NationalRow): Expression {
    return quantityOf(symbol, row, TONNE, this.#gas);
  }

  #sumParts(): Expression {
    const { geography, gas } = this.#parts[0]!.detail;
    const { from, until } = this.#about.period!;
    const { where, ...selection } = selectionOf(this.#context, 'national-emission', {
      account: 'production',
      gas,
      geography,
    });
    const total = this.#find('production');
    return sumOfRows('S', this.#parts, {
      to: TONNE,
      substance: gas,
      selection: {
        ...selection,
        where: where!,
        within: { from, until },
        ...(total === null ? {} : { except: [total.key] }),
      },
    });
  }

  /** Throws where a total differs from its parts by more than the rounding of all of them. */
  #refuseOther(total: NationalRow, parts: readonly NationalRow[]): void {
    const inTonnes = (row: NationalRow): Amount => convertAmount(row.amount, row.unit, TONNE);
    const off = inTonnes(total)
      .minus(sumAmounts(parts.map(inTonnes)))
      .abs();
    const slack = sumAmounts([total, ...parts].map((row) => this.#halfDigitOf(row)));
    if (!off.greaterThan(slack)) return;
    const names = parts.map(({ key }) => key).join(', ');
    const text = `${total.key} is not the sum of ${names}: it differs by ${String(off)} t, and rounding explains at most ${String(slack)} t`;
    throw new EngineError('other-total', text, total.value, placeOf(total, 'value'));
  }

  /** Half of the last digit that the source gives, in tonnes: the most decimals of its rows in the same unit, since zeros are not written. */
  #halfDigitOf({ unit }: NationalRow): Amount {
    const scales = this.#rows.filter((row) => row.unit === unit).map(({ amount }) => amount.scale);
    const decimals = scales.reduce((most, scale) => (scale > most ? scale : most), 0);
    return convertAmount(new Amount(5n, decimals + 1), unit, TONNE);
  }

  #refuseRepeated(): void {
    const seen = new Map<string, NationalRow>();
    const byName = this.#rows.toSorted((a, b) => compareTexts(a.key, b.key));
    for (const row of byName) {
      const name = `${row.detail.account} ${row.detail.part ?? ''}`;
      const before = seen.get(name);
      if (before !== undefined) {
        const text = `${row.key} and ${before.key} state the same: leave out one of them`;
        throw new EngineError('repeated-cell', text, row.key, placeOf(row, 'key'));
      }
      seen.set(name, row);
    }
  }
}

function isZero({ amount }: NationalRow): boolean {
  return amount.isZero();
}

const TONNE = parseUnit('t');
