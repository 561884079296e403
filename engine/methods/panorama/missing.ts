import { EngineError, placeOfAsked } from '../../errors/engine-error.ts';
import { listSome } from '../../errors/list-some.ts';
import type { Warning } from '../../errors/warning.ts';
import { showTime } from '../../factors/factor.ts';
import { distinctTexts } from '../../rows/row.ts';
import type { Period } from '../../rows/row.ts';
import { nameLine, type Line } from './lines.ts';
import type { Parameters } from './parameters.ts';

/** Adds a warning to those of a line. */
type Warn = (line: Line, warning: Warning) => void;

/** Warns, at the first year of each line, of the years of the run that it has no figure for. */
export function warnOfYears(lines: readonly Line[], period: Period, warn: Warn): void {
  const years = listYears(period);
  if (years.length < 2) return;
  for (const [name, own] of Map.groupBy(lines, nameLine)) {
    const known = new Set(own.map(({ year }) => year));
    const missing = years.filter((year) => !known.has(year));
    if (missing.length === 0) continue;
    const [first] = own;
    const { record, key } = first!.rows[0]!;
    const message = `${name} has no figure of ${describeYears(missing)}: nothing is filled in`;
    warn(first!, { code: 'missing-year', message, row: { record, key } });
  }
}

/** Returns the calendar years of a period; none where it does not begin and end with one. */
function listYears({ from, until }: Period): string[] {
  const [first, after] = [showTime(from), showTime(until)];
  if (!first.endsWith('-01-01') || !after.endsWith('-01-01')) return [];
  const [least, most] = [first, after].map((day) => BigInt(day.slice(0, -6)));
  const years: string[] = [];
  for (let year = least!; year < most!; year++) years.push(String(year));
  return years;
}

/** Writes ascending years, those in a row as the first and the last one. */
function describeYears(years: readonly string[]): string {
  const spans: string[][] = [];
  for (const year of years) {
    const span = spans.at(-1);
    if (span !== undefined && BigInt(span.at(-1)!) + 1n === BigInt(year)) span.push(year);
    else spans.push([year]);
  }
  return spans.map((span) => (span.length === 1 ? span[0]! : `${span[0]!} to ${span.at(-1)!}`)).join(', ');
}

/**
 * Warns of lines without any figure, at the first line about the same, or at the first of all.
 * @throws EngineError `missing-activity` unless the parameters ask for a list
 */
export function warnOfAbsent(lines: readonly Line[], { lines: asked, absent }: Parameters, warn: Warn): void {
  const firsts = new Map<string, Line>();
  for (const line of lines) if (!firsts.has(line.about)) firsts.set(line.about, line);
  const abouts = distinctTexts(firsts.keys());
  const given = new Set(lines.map(({ about, asked: index }) => `${index} ${about}`));
  asked.forEach(({ about, account, line, by, figures }, index) => {
    const isNamed = about.includes('{');
    const without = (isNamed ? abouts : [about]).filter((each) => !given.has(`${index} ${each}`));
    if (without.length === 0) return;
    const named = listSome(
      without.map((each) => `${each}/${account}/${line}/${by}`),
      FEW,
    );
    const message = `no input has a figure ${figures.join(' or ')} in the period for ${named}: it is in no line`;
    if (absent === 'refuse') {
      const text = `${message}. Add its record to the inputs, correct parameters.lines.${index}.figures, or set parameters.absent to "list"`;
      throw new EngineError(
        'missing-activity',
        text,
        figures,
        placeOfAsked(`parameters.lines.${index}.figures`),
      );
    }
    const at = firsts.get(without[0]!) ?? lines[0];
    if (at === undefined) return;
    const { record, key } = at.rows[0]!;
    warn(at, { code: 'absent-figure', message, row: { record, key } });
  });
}

const FEW = 5;
