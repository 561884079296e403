import { EngineError, placeOf, placeOfAsked } from '../../errors/engine-error.ts';
import type { Warning } from '../../errors/warning.ts';
import type { Draft } from '../../figures/draft.ts';
import { quantityOf, sumOf } from '../../figures/expression.ts';
import { compareTexts } from '../../rows/row.ts';
import { coverOf, isMass, refuseUnlike, unitOf, type Cited, type CitedFigures } from './cited.ts';
import type { AskedLine, Parameters } from './parameters.ts';
import { fillNames, Pattern, type Bound } from './pattern.ts';

/** A line of one year: what it is about, its account, its name, who says it, and the figures that it cites. */
export interface Line {
  readonly about: string;
  readonly account: AskedLine['account'];
  readonly line: string;
  readonly by: string;
  readonly year: string;
  readonly rows: readonly Cited[];
  readonly boundary?: AskedLine['boundary'];
  /** The line among those that the parameters ask for. */
  readonly asked: number;
}

/** The name of a line without its year. */
export function nameLine({ about, account, line, by }: Omit<Line, 'year' | 'rows' | 'asked'>): string {
  return `${about}/${account}/${line}/${by}`;
}

/**
 * Returns the lines of a run, ascending by name and year.
 * @throws EngineError `bad-parameters` where a name in braces is bound to nothing; `repeated-cell` where two figures or two lines say the same;
 * `netting-refused`; as `refuseUnlike`
 */
export function readLines({ lines: asked }: Parameters, figures: CitedFigures): Line[] {
  const found = new Map<string, { line: Omit<Line, 'rows'>; rows: Cited[] }>();
  asked.forEach((each, index) => {
    const patterns = each.figures.map((text) => new Pattern(text));
    for (const { row, bound } of figures.find(patterns, each.record)) {
      const line = { ...bindLine(each, bound, index), year: figures.yearOf(row), asked: index };
      const key = `${nameLine(line)}/${line.year}`;
      const known = found.get(key);
      if (known === undefined) found.set(key, { line, rows: [row] });
      else {
        refuseRepeated(row, known);
        refuseOtherLine(line, known.line);
        known.rows.push(row);
      }
    }
  });
  const lines = [...found]
    .sort(([a], [b]) => compareTexts(a, b))
    .map(([, { line, rows }]) => ({ ...line, rows }));
  lines.forEach(refuseNetting);
  return lines;
}

function bindLine(asked: AskedLine, bound: Bound, index: number): Omit<Line, 'rows' | 'year' | 'asked'> {
  const fill = (member: 'about' | 'line' | 'by'): string => {
    const text = fillNames(asked[member], bound);
    if (text !== null) return text;
    const message = `parameters.lines.${index}.${member}: ${asked[member]} names a segment that no pattern in figures has: state it, or add the name in braces to the pattern`;
    throw new EngineError(
      'bad-parameters',
      message,
      asked[member],
      placeOfAsked(`parameters.lines.${index}.${member}`),
    );
  };
  const { account, boundary } = asked;
  const line = { about: fill('about'), account, line: fill('line'), by: fill('by') };
  return boundary === undefined ? line : { ...line, boundary };
}

function refuseRepeated(
  row: Cited,
  { line: { asked }, rows }: { line: Omit<Line, 'rows'>; rows: readonly Cited[] },
): void {
  const [first] = rows;
  refuseUnlike(row, first!);
  const same = rows.find(({ key }) => key === row.key);
  if (same !== undefined) {
    const text = `${row.record} and ${same.record} both have the figure ${row.key}: name one of them in parameters.lines.${asked}.record, or leave one out`;
    throw new EngineError('repeated-cell', text, row.key, placeOf(row, 'key'));
  }
  if (isMass(row)) return;
  const text = `${row.key} and ${first!.key} are in ${row.unit.text}, which does not add up: give each a line of its own`;
  throw new EngineError('unit-mismatch', text, row.unit.text, placeOf(row, 'unit'));
}

function refuseOtherLine(line: Omit<Line, 'rows'>, known: Omit<Line, 'rows'>): void {
  if (line.asked === known.asked) return;
  const text = `parameters.lines.${known.asked} and ${line.asked} both give ${nameLine(line)} of ${line.year}: give one of them another name, or say in by whose it is`;
  throw new EngineError('repeated-cell', text, line.line, placeOfAsked(`parameters.lines.${line.asked}`));
}

/** Throws where a line would hide what is removed or avoided in what is emitted. @throws EngineError `netting-refused` */
function refuseNetting({ account, rows }: Line): void {
  const taken = rows.find(({ amount }) => amount.isNegative());
  const given = rows.find(({ amount }) => !amount.isNegative() && !amount.isZero());
  if (account === 'nature' && taken !== undefined && given !== undefined) {
    const text = `${taken.key} is a removal and ${given.key} an emission: one line does not add them up, so give each a line of its own`;
    throw new EngineError('netting-refused', text, taken.value, placeOf(taken, 'value'));
  }
  if ((account === 'production' || account === 'consumption') && taken !== undefined) {
    const text = `${taken.key} is negative, and ${account} has emissions alone: removals are lines of the account nature, net imports of trade`;
    throw new EngineError('netting-refused', text, taken.value, placeOf(taken, 'value'));
  }
  const avoided = account === 'avoided' ? undefined : rows.find(isAvoided);
  if (avoided === undefined) return;
  const text = `${avoided.key} is about avoided emissions, and ${account} does not count them: put it into a line of the account avoided`;
  throw new EngineError('netting-refused', text, account, placeOf(avoided, 'key'));
}

/** Whether a figure is about avoided emissions, as it says itself. */
export function isAvoided({ detail }: Cited): boolean {
  return detail.row === 'figure' ? detail.categories.includes('avoided') : detail.account === 'avoided';
}

/** Returns the figure of a line: the sum of what it cites. */
export function draftLine(line: Line, warnings: readonly Warning[]): Draft {
  const { account, rows, boundary, year } = line;
  const [first] = rows;
  const unit = unitOf(first!);
  const { from, until } = first!;
  return {
    key: `panorama/${nameLine(line)}/${year}`,
    unit: unit.text,
    ...coverOf(rows, boundary),
    categories: [account],
    period: { from, until },
    expression: sumOf(rows.map((row) => quantityOf('F', row, unit, unit.substance))),
    ...(warnings.length === 0 ? {} : { warnings }),
  };
}
