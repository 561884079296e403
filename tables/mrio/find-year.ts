import type { FormatOptions } from './publisher-format.ts';
import type { TableInput } from './table-input.ts';

/** A year that is neither part of a longer number nor the year of a release, as in `ICIO2021_2018`. */
const YEAR = /(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])/g;

/**
 * Returns the year of a table: the one that is stated, else the last one in the name of its archive, folder or file, else the one that all
 * names of files have.
 * @throws DatasetRefused `missing-member` if no name has a year
 */
export function findYear(input: TableInput, { year }: FormatOptions): number {
  if (year !== null) return year;
  const ofSource = input.source.name.match(YEAR)?.at(-1);
  if (ofSource !== undefined) return Number(ofSource);
  const years = new Set(input.source.files.flatMap(({ path }) => path.match(YEAR)?.at(-1) ?? []));
  const [first] = years;
  if (years.size === 1) return Number(first);
  throw input.fault(
    input.source.name,
    'missing-member',
    years.size === 0
      ? 'no name of a file has the year of the table: state it with --year'
      : `names of files have the years ${[...years].join(', ')}: state the year of the table with --year`,
  );
}
