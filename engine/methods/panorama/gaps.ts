import { EngineError, placeOf, placeOfAsked } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import type { Draft } from '../../figures/draft.ts';
import { sumRows } from '../../figures/exact.ts';
import {
  differenceOf,
  NOTHING,
  quantityOf,
  sumOf,
  valueOf,
  type Expression,
} from '../../figures/expression.ts';
import { Amount, HUNDRED, roundAmount, sumAmounts, ZERO } from '../../quantities/decimal.ts';
import { convertAmount } from '../../quantities/unit.ts';
import { coverOf, refuseUnlike, unitOf, type Cited, type CitedFigures } from './cited.ts';
import { isAvoided, nameLine, type Line } from './lines.ts';
import type { AskedGap } from './parameters.ts';
import { fillNames, Pattern } from './pattern.ts';

/** Figures that explain a part of a gap: those that it adds, and those that it takes off. */
interface Part {
  readonly plus: Cited[];
  readonly minus: Cited[];
}

/** The parts of one gap by what it is about and the year, and by the name of the part. */
type Parts = ReadonlyMap<string, Map<string, Part>>;

/** What gaps are drafted from. */
export interface Drafted {
  readonly lines: readonly Line[];
  readonly draftOf: (line: Line) => Draft;
  readonly figures: CitedFigures;
}

/**
 * Returns, for each year of both lines of a gap, by how much they differ, what explains it, part by part, and what no part explains. The parts and
 * the rest are the gap, exactly.
 * @throws EngineError `bad-parameters`, `netting-refused`, `counted-twice`, as `refuseUnlike`
 */
export function draftGap(gap: AskedGap, index: number, drafted: Drafted): Draft[] {
  if (gap.from.account === 'avoided' || gap.to.account === 'avoided') {
    const text = `parameters.gaps.${index}: what is avoided is not taken from an account: show both as lines`;
    throw new EngineError('netting-refused', text, gap.gap, placeOfAsked(`parameters.gaps.${index}`));
  }
  const [froms, tos] = [gap.from, gap.to].map(({ account, line, by }) =>
    drafted.lines.filter((each) => each.account === account && each.line === line && each.by === by),
  );
  const parts = readParts(gap, index, tos!, drafted.figures);
  const ofYear = new Map(froms!.map((each) => [`${each.about}/${each.year}`, each]));
  const pairs = tos!.flatMap((to) => {
    const from = ofYear.get(`${to.about}/${to.year}`);
    return from === undefined ? [] : { from, to };
  });
  if (pairs.length > 0)
    return pairs.flatMap(({ from, to }) =>
      draftPair(gap, { from, to, parts: parts.get(`${to.about}/${to.year}`) ?? new Map() }, drafted),
    );
  const text = `parameters.gaps.${index}: no year has both ${gap.from.account}/${gap.from.line} and ${gap.to.account}/${gap.to.line}: correct the names, as parameters.lines spells them`;
  throw new EngineError('bad-parameters', text, gap.gap, placeOfAsked(`parameters.gaps.${index}`));
}

/** Finds the figures of all parts of a gap. */
function readParts(gap: AskedGap, index: number, tos: readonly Line[], figures: CitedFigures): Parts {
  const abouts = new Set(tos.map(({ about }) => about));
  const only = abouts.size === 1 ? [...abouts][0] : undefined;
  const found = new Map<string, Map<string, Part>>();
  for (const { part, ...patterns } of gap.parts)
    for (const side of ['plus', 'minus'] as const)
      for (const { row, bound } of figures.find(patterns[side].map((text) => new Pattern(text)))) {
        const about = bound.get('about') ?? only;
        const name = fillNames(part, bound);
        if (about === undefined || name === null || RESERVED.includes(name))
          throw refusePart(part, index, about === undefined ? '{about}' : part);
        if (!abouts.has(about)) continue;
        const key = `${about}/${figures.yearOf(row)}`;
        const own = found.get(key) ?? new Map<string, Part>();
        const known = own.get(name) ?? { plus: [], minus: [] };
        known[side].push(row);
        found.set(key, own.set(name, known));
      }
  return found;
}

/** Names of figures of a gap besides those of its parts. */
const RESERVED: readonly string[] = ['gap', 'unexplained'];

function refusePart(part: string, index: number, what: string): EngineError {
  const text = RESERVED.includes(part)
    ? `parameters.gaps.${index}: a part can't have the name ${part}: give it another one`
    : `parameters.gaps.${index}: the patterns of the part ${part} do not have ${what}: add it, so that each figure has a part and what it is about`;
  return new EngineError('bad-parameters', text, part, placeOfAsked(`parameters.gaps.${index}.parts`));
}

function draftPair(
  { gap, gases }: AskedGap,
  { from, to, parts }: { from: Line; to: Line; parts: ReadonlyMap<string, Part> },
  { draftOf }: Drafted,
): Draft[] {
  const cited = [...from.rows, ...to.rows];
  const explaining = [...parts.values()].flatMap(({ plus, minus }) => [...plus, ...minus]);
  const all = [...cited, ...explaining];
  const basis = gases === 'alike' ? cited[0]! : (all.find(isCo2e) ?? cited[0]!);
  for (const row of all) refuseUnlike(row, basis, gases === 'alike' ? [] : ['CO2', 'CO2e']);
  refuseTwice(explaining);
  refuseOtherUnit(draftOf(from), draftOf(to));
  const name = `panorama/${to.about}/gap/${gap}`;
  const unit = unitOf(basis);
  const about = {
    unit: unit.text,
    categories: ['gap'],
    period: { from: to.rows[0]!.from, until: to.rows[0]!.until },
  };
  const difference: Draft = {
    ...{ ...about, ...coverOf(cited), key: `${name}/gap/${to.year}`, isDifference: true },
    expression: differenceOf(valueOf('to', draftOf(to)), valueOf('from', draftOf(from))),
    warnings: warnOfOther(from, to),
  };
  const count = (symbol: string, rows: readonly Cited[]): Expression =>
    rows.length === 0 ? NOTHING : sumOf(rows.map((row) => quantityOf(symbol, row, unit, row.unit.substance)));
  const drafts = [...parts].map(([part, { plus, minus }]): Draft => {
    const added = count('P', plus);
    const expression = minus.length === 0 ? added : differenceOf(added, count('M', minus));
    return { ...about, ...coverOf([...plus, ...minus]), key: `${name}/${part}/${to.year}`, expression };
  });
  const gapped = valueOf('gap', difference);
  const rest: Draft = {
    ...{ ...about, ...coverOf(cited), key: `${name}/unexplained/${to.year}`, isDifference: 'residual' },
    expression:
      drafts.length === 0 ? gapped : differenceOf(gapped, sumOf(drafts.map((each) => valueOf('part', each)))),
    warnings: warnOfRest(`${to.about}/${gap}`, { from, to, parts }),
  };
  return [difference, ...drafts, rest];
}

/** Throws where two lines count in units that only differ in size, such as Mt and t of no stated gas: a line keeps the unit of what it cites. */
function refuseOtherUnit({ key, unit }: Draft, to: Draft): void {
  if (unit === to.unit || unit.includes('{CO2')) return;
  const text = `${key} is in ${unit} and ${to.key} in ${to.unit}: state both figures in one unit`;
  throw new EngineError('unit-mismatch', text, to.unit, { record: '', key: to.key, column: 'unit' });
}

/** Throws where two parts take one figure. @throws EngineError `counted-twice` */
function refuseTwice(rows: readonly Cited[]): void {
  const seen = new Set<Cited>();
  for (const row of rows) {
    if (isAvoided(row)) {
      const text = `${row.key} is about avoided emissions, which explain no gap between accounts: leave it out`;
      throw new EngineError('netting-refused', text, row.key, placeOf(row, 'key'));
    }
    if (seen.has(row)) {
      const text = `${row.key} of ${row.record} is in two parts of one gap: leave it out of one of them`;
      throw new EngineError('counted-twice', text, row.key, placeOf(row, 'key'));
    }
    seen.add(row);
  }
}

/** Warns where the two lines of a gap count the emissions of other things: a territory, or its residents. */
function warnOfOther(from: Line, to: Line): Warning[] {
  const [one, other] = [from, to].map((line) => coverOf(line.rows, line.boundary).boundary);
  if (one === other) return [];
  const { record, key } = to.rows[0]!;
  const say = (line: Line, whose = 'does not say whose'): string => `${nameLine(line)} (${whose})`;
  const message = `${say(from, one)} and ${say(to, other)} count the emissions of other things: a part of the gap is by that`;
  return [{ code: 'other-boundary', message, row: { record, key } }];
}

/** Warns of what no part explains, where it is more than the rounding of what was taken. */
function warnOfRest(
  name: string,
  { from, to, parts }: { from: Line; to: Line; parts: ReadonlyMap<string, Part> },
): Warning[] {
  const unit = unitOf(to.rows[0]!);
  const sum = (rows: readonly Cited[]): Amount => (rows.length === 0 ? ZERO : sumRows(rows, unit));
  const gap = sum(to.rows).minus(sum(from.rows));
  const all = [...parts.values()];
  const explained = sumAmounts(all.map(({ plus, minus }) => sum(plus).minus(sum(minus))));
  const rest = gap.minus(explained);
  const rows = [...from.rows, ...to.rows, ...all.flatMap(({ plus, minus }) => [...plus, ...minus])];
  const slack = sumAmounts(rows.map((row) => convertAmount(halfDigitOf(row), row.unit, unit)));
  if (!rest.abs().greaterThan(slack)) return [];
  const { record, key } = to.rows[0]!;
  const share = gap.isZero() ? '' : `, ${String(roundAmount(rest.times(HUNDRED).div(gap), SHARE))} % of it`;
  const message = `${name} of ${to.year}: no part explains ${String(roundAmount(rest, SHOWN))} ${unit.text} of the gap${share}`;
  return [{ code: 'unexplained-gap', message, row: { record, key } }];
}

/** Half of the last digit of a figure: as it says that it was rounded, else as it is written. */
function halfDigitOf({ amount, detail }: Cited): Amount {
  const decimals = detail.row === 'figure' ? (detail.rounding?.decimals ?? amount.scale) : amount.scale;
  return new Amount(5n, decimals + 1);
}

const SHOWN = { mode: 'half-even', digits: 6 } as const;
const SHARE = { mode: 'half-even', digits: 3 } as const;

function isCo2e({ unit }: Cited): boolean {
  return unit.substance === 'CO2e';
}
