import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import { selectConstant } from '../../figures/constant.ts';
import type { Draft } from '../../figures/draft.ts';
import { ExactEvaluator } from '../../figures/exact.ts';
import {
  constant,
  differenceOf,
  productOf,
  sumOf,
  valueOf,
  type Expression,
} from '../../figures/expression.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { totalOf } from '../../figures/total.ts';
import { ONE } from '../../quantities/decimal.ts';
import { parseUnit } from '../../quantities/unit.ts';
import { rowsOfType } from '../../rows/row-index.ts';
import type { RowOf } from '../../rows/row.ts';
import { METHOD } from './change.ts';
import { draftYear, statedPeriodOf } from './year-figure.ts';
import { sumRows } from './wood-carbon.ts';
import { draftWaste, landfillFactor, type Deposit, type Site, type Waste } from './landfill-waste.ts';
import type { LandfillAsked } from './decay-parameters.ts';
import { rowsOfYear, seriesOf, type Series } from './year-series.ts';

type Recovered = RowOf<'recovered-methane'>;

const TONNE = parseUnit('t');
const ONE_NODE = constant('1', ONE, ONE);
/** Years of deposits without which figures are too low (2006 IPCC Guidelines, volume 5, section 3.2.1). */
const HISTORY = 50;

/**
 * Returns the figures of landfills by first-order decay (2006 IPCC Guidelines, volume 5, chapter 3, equations 3.1 to 3.6): carbon that decomposes,
 * of each year until the end of the run, and methane of the years of the run.
 * @throws EngineError `missing-year`, `bad-detail`, `missing-activity`, `out-of-range`; as `openDecay`, `selectFactor` and `totalOf`
 */
export function draftLandfills(
  context: MethodContext,
  { landfill: asked, gwpSet }: { readonly landfill: LandfillAsked; readonly gwpSet: string },
  years: readonly number[],
): Draft[] {
  const bySite = Map.groupBy(rowsOfType(context.rows, 'waste-deposit'), ({ detail }) => detail.site);
  const recovered = Map.groupBy(rowsOfType(context.rows, 'recovered-methane'), ({ detail }) => detail.site);
  for (const [name, [row]] of recovered) if (!bySite.has(name)) throw refuseUnknown(row!);
  return distinctTexts(bySite.keys()).flatMap((name) => {
    const deposits = bySite.get(name)!;
    refuseMixed(deposits);
    const about = {
      geographies: [deposits[0]!.detail.geography],
      rules: `IPCC 2006, volume 5, chapter 3, equations 3.1 to 3.6; decay from month ${asked.startMonth}`,
    };
    const site = { name, deposits, about, asked, context, years };
    return draftSite(site, seriesOf(recovered.get(name) ?? []), gwpSet);
  });
}

function refuseUnknown(row: Recovered): EngineError {
  const { site } = row.detail;
  const text = `${row.key} is of the landfill ${site}, and no row states its deposits: correct detail.site, or add waste-deposit rows`;
  return new EngineError('missing-activity', text, site, placeOf(row, 'detail.site'));
}

/** Refuses a site with two managements, climates or places: its gas is recovered and oxidised as a whole. */
function refuseMixed(deposits: readonly Deposit[]): void {
  const [first] = deposits as readonly [Deposit];
  for (const member of ['management', 'climate', 'geography'] as const) {
    const other = deposits.find(({ detail }) => detail[member] !== first.detail[member]);
    if (other === undefined) continue;
    const text = `${other.key} and ${first.key} are of one landfill and differ in detail.${member}: give each its own detail.site`;
    throw new EngineError('bad-detail', text, other.detail[member], placeOf(other, `detail.${member}`));
  }
}

function draftSite(site: Site, recovered: Series<Recovered>, gwpSet: string): Draft[] {
  const { deposits, years } = site;
  const byWaste = Map.groupBy(deposits, ({ detail }) => detail.waste);
  const wastes = distinctTexts(byWaste.keys()).map((waste) => draftWaste(byWaste.get(waste)!, site));
  const begins = seriesOf(deposits).keys().next().value!;
  const exact = new ExactEvaluator();
  const methane = years
    .filter((year) => year >= begins)
    .flatMap((year) => draftMethane(year, { wastes, begins, recovered, gwpSet, exact }, site));
  return [...wastes.flatMap(({ drafts }) => drafts), ...methane];
}

interface Gas {
  readonly wastes: readonly Waste[];
  /** The first year of deposits. */
  readonly begins: number;
  readonly recovered: Series<Recovered>;
  readonly gwpSet: string;
  /** To compare what is recovered with what is generated. */
  readonly exact: ExactEvaluator;
}

/** Returns the methane of a year: generated (equation 3.6), emitted (3.1), and in CO2e. */
function draftMethane(year: number, gas: Gas, site: Site): Draft[] {
  const { name, deposits, context, about } = site;
  const { wastes, begins, gwpSet } = gas;
  const [by] = deposits as readonly [Deposit];
  const { management, geography } = by.detail;
  const key = `nature/${geography}/landfill/${name}`;
  const decomposed = wastes.flatMap((waste) => waste.decomposed.get(year) ?? []);
  const ratio = selectConstant('CH4/C', { ...by, ...context.period }, context);
  const of = { unit: 't{CH4}', gases: ['CH4'] };
  const generated = draftYear(about, year, {
    ...{ ...of, key: `${key}/generated` },
    expression: productOf(
      sumOf(decomposed.map((draft) => valueOf('decomposed', draft))),
      landfillFactor('F', management, by, context),
      ratio,
    ),
    warnings: year - begins < HISTORY ? [warnOfHistory(seriesOf(deposits).get(begins)![0]!, name)] : [],
  });
  const kept = differenceOf(ONE_NODE, landfillFactor('OX', management, by, context));
  const before = valueOf('generated', generated);
  const taken = recoverIn(year, gas, site, generated);
  const emitted = draftYear(about, year, {
    ...{ ...of, key: `${key}/emission` },
    expression: productOf(taken === null ? before : differenceOf(before, taken), kept),
  });
  const total = totalOf(
    [emitted],
    { key: `${key}/total/${year}`, method: METHOD, scope: null, gwpSet },
    context,
  );
  return [generated, emitted, { ...total, ...about, period: statedPeriodOf(year) }];
}

function warnOfHistory({ record, key, detail }: Deposit, site: string): Warning {
  const message = `${key}: the deposits of ${site} begin in ${detail.year}, less than ${HISTORY} years before: what was deposited earlier is left out`;
  return { code: 'short-deposits', message, row: { record, key } };
}

/** Returns the methane that is recovered in a year; null before the first year with rows. @throws EngineError `missing-year`, `out-of-range` */
function recoverIn(
  year: number,
  { recovered, exact }: Gas,
  { name }: Site,
  generated: Draft,
): Expression | null {
  const begins = recovered.keys().next().value;
  if (begins === undefined || year < begins) return null;
  const rows = rowsOfYear(recovered, year, `methane that is recovered from ${name}`);
  const taken = sumRows(rows, () => ({ symbol: 'R', to: TONNE, substance: 'CH4', factors: [] }))!;
  const [most, own] = [exact.evaluate(generated.expression), exact.evaluate(taken)];
  if (!own.greaterThan(most)) return taken;
  const [row] = rows as readonly [Recovered];
  const text = `${row.key}: ${String(own)} t of methane is recovered from ${name} in ${year}, and ${String(most.round(3))} t is generated: correct it, or add the deposits of earlier years`;
  throw new EngineError('out-of-range', text, String(own), placeOf(row, 'value'));
}
