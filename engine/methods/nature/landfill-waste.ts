import type { Warning } from '../../errors/warning.ts';
import { selectFactor } from '../../factors/factor.ts';
import type { Draft } from '../../figures/draft.ts';
import {
  constant,
  factorOf,
  productOf,
  valueOf,
  type Expression,
  type Quantity,
} from '../../figures/expression.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { Amount } from '../../quantities/decimal.ts';
import { parseUnit } from '../../quantities/unit.ts';
import { rowsAbout, rowsWhere } from '../../rows/row-index.ts';
import type { RowOf } from '../../rows/row.ts';
import { draftYear, plainSum, type About } from './year-figure.ts';
import { sumRows } from './wood-carbon.ts';
import type { LandfillAsked } from './decay-parameters.ts';
import { leftAfter, lostOf, openDecay, type Decay } from './decay.ts';
import { rowsOfYear, seriesOf } from './year-series.ts';

export type Deposit = RowOf<'waste-deposit'>;
type FactorName = RowOf<'landfill-factor'>['detail']['factor'];

const TONNE = parseUnit('t');

/** One landfill: of one management, climate and place. */
export interface Site {
  readonly name: string;
  readonly deposits: readonly Deposit[];
  readonly about: About;
  readonly asked: LandfillAsked;
  readonly context: MethodContext;
  /** The years of the run. */
  readonly years: readonly number[];
}

/** One waste of a site: its figures, and what of it decomposes in each year. */
export interface Waste {
  readonly drafts: readonly Draft[];
  readonly decomposed: ReadonlyMap<number, Draft>;
}

/** Returns the figures of one waste of a site, from its first deposit to the end of the run (equations 3.2, 3.4 and 3.5). */
export function draftWaste(deposits: readonly Deposit[], site: Site): Waste {
  const { about, context, name } = site;
  const last = site.years.at(-1)!;
  const [by] = deposits as readonly [Deposit];
  const { waste, climate, geography } = by.detail;
  const series = seriesOf(deposits);
  const years = [...series.keys()];
  const [first, end] = [years[0]!, years.at(-1)!];
  const asked = { material: waste, ruleSet: site.asked.halfLives, climate, geography };
  const decay = openDecay({ ...asked, period: context.period, by, column: 'detail.waste' }, context);
  const degradable = (['DOC', 'DOCf', 'MCF'] as const).map((factor) =>
    landfillFactor(factor, factor === 'MCF' ? by.detail.management : waste, by, context),
  );
  const key = `nature/${geography}/landfill/${name}/${waste}`;
  const drafts: Draft[] = [];
  const decomposed = new Map<number, Draft>();
  let before: Expression | null = null;
  for (let year = first; year <= last; year++) {
    let added: Expression | null = null;
    if (year <= end) {
      const rows = rowsOfYear(series, year, `deposits of ${waste} in ${name}`);
      const sum = sumRows(rows, () => ({ symbol: 'W', to: TONNE, substance: null, factors: degradable }))!;
      const deposited = draftYear(about, year, { key: `${key}/deposited`, unit: 't{C}', expression: sum });
      drafts.push(deposited);
      added = valueOf('added', deposited);
    }
    const { lost, kept } = splitYear(decay, before, added, site.asked.startMonth);
    const warnings = year <= end ? [] : [warnOfClosed(series.get(end)![0]!, end, name)];
    const ofYear = draftYear(about, year, {
      key: `${key}/decomposed`,
      unit: 't{C}',
      expression: lost,
      warnings,
    });
    const stock = draftYear(about, year, { key: `${key}/stock`, unit: 't{C}', expression: kept, warnings });
    drafts.push(ofYear, stock);
    decomposed.set(year, ofYear);
    before = valueOf('before', stock);
  }
  return { drafts, decomposed };
}

function warnOfClosed({ record, key, detail }: Deposit, end: number, site: string): Warning {
  const message = `${key} is the last deposit of ${detail.waste} in ${site}: none counts after ${end}`;
  return { code: 'closed-landfill', message, row: { record, key } };
}

/**
 * Returns what decomposes in a year, and what is left at its end: of what was there before, and of what was added, from the month on in which it
 * begins to decay (equations 3.4 and 3.5; with a month of the year of the deposit, as the guidelines' spreadsheet has it).
 */
function splitYear(
  { k, left }: Decay,
  before: Expression | null,
  added: Expression | null,
  startMonth: number,
): { readonly lost: Expression; readonly kept: Expression } {
  const months = 13 - startMonth;
  const lost: Expression[] = before === null ? [] : [productOf(before, lostOf(left))];
  const kept: Expression[] = before === null ? [] : [productOf(before, left)];
  if (added !== null && months > 0) {
    const part = constant(`${months}/12`, new Amount(BigInt(months)), new Amount(12n));
    const after = leftAfter(k, part);
    lost.push(productOf(added, lostOf(after)));
    kept.push(productOf(added, after));
  } else if (added !== null) kept.push(added);
  return { lost: plainSum(...lost), kept: plainSum(...kept) };
}

/** Returns a factor for a name, such as that of a waste, else the one for any. @throws EngineError as `selectFactor` */
export function landfillFactor(
  factor: FactorName,
  of: string,
  by: Deposit,
  context: MethodContext,
): Quantity {
  const all = rowsAbout(context.rows, 'landfill-factor', factor);
  const own = rowsWhere(all, of, ({ detail }) => detail.of === of);
  const candidates = own.length > 0 ? own : rowsWhere(all, '*', ({ detail }) => detail.of === undefined);
  const sought = {
    what: `landfill factor ${factor} of ${of}`,
    period: context.period,
    geography: by.detail.geography,
    by,
    column: factor === 'DOC' || factor === 'DOCf' ? 'detail.waste' : 'detail.management',
  };
  return factorOf(factor, selectFactor(candidates, sought, context.proxies), '1', null);
}
