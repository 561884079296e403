import type { FormatOptions } from './publisher-format.ts';
import type { TableInput } from './table-input.ts';

/** A year that is neither part of a longer number nor the year of a release, as in `ICIO2021_2018`. */
const YEAR = /(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])/g;

/**
 * Returns the year of a table: the one that its own file states, else the one that the option states, else the last one in the name of its
 * archive, folder or file, else the one that all names of files have.
 * @param named the year that the layout states in the file or at a place of its name; null where it states none
 * @throws DatasetRefused `missing-member` if no name has a year; `year` if the option contradicts the file or every name
 */
export function findYear(input: TableInput, { year }: FormatOptions, named: number | null = null): number {
  const { name, files } = input.source;
  if (year !== null) {
    const stated = named === null ? yearsOf([name, ...files.map(({ path }) => path)]) : [named];
    if (stated.length === 0 || stated.includes(year)) return year;
    const text = `--year says ${year}, and the table is of ${stated.join(' or ')} by its name or its own words: correct one of them`;
    throw input.fault(name, 'year', text);
  }
  if (named !== null) return named;
  const ofSource = yearsOf([name]).at(-1);
  if (ofSource !== undefined) return ofSource;
  const years = [...new Set(files.flatMap(({ path }) => yearsOf([path]).slice(-1)))];
  if (years.length === 1) return years[0]!;
  throw input.fault(
    name,
    'missing-member',
    years.length === 0
      ? 'no name of a file has the year of the table: state it with --year'
      : `names of files have the years ${years.join(', ')}: state the year of the table with --year`,
  );
}

function yearsOf(names: readonly string[]): number[] {
  return [...new Set(names.flatMap((name) => name.match(YEAR) ?? []).map(Number))];
}
