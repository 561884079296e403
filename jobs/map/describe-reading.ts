import type { InputEntry } from '../../engine/rows/input.ts';
import type { RecordedReading } from './recorded-reading.ts';

/** So many parts of a mapping are named. */
const MOST = 40;

/** Returns how rows were read from a table, in no language: `fuels.csv, 12: Litres → value; detail.row = fuel-use; Fuel: Gas oil → diesel`. */
export function describeReading(
  { name, sheet, mapping, style }: RecordedReading,
  entries: readonly InputEntry[],
): string {
  const rows = entries.filter(({ key }) => key !== 'source').length;
  const columns = sortEntries(mapping.columns)
    .filter(([, member]) => member !== '')
    .map(([column, member]) => `${column} → ${member}`);
  const texts = sortEntries(mapping.set).map(([member, text]) => `${member} = ${text}`);
  const names = sortEntries(mapping.lookups ?? {}).flatMap(([column, list]) =>
    sortEntries(list).map(
      ([cell, said]) =>
        `${column}: ${cell} → ${sortEntries(said)
          .map(([, text]) => text)
          .join(', ')}`,
    ),
  );
  const joins = (mapping.joins ?? []).map(({ column, sheet: own, by }) => `${column} → ${own}: ${by}`);
  const styles = sortEntries(style ?? {}).flatMap(([what, mark]) =>
    typeof mark === 'string' ? `${what} ${mark}` : [],
  );
  const parts = [...columns, ...texts, ...names, ...joins, ...styles];
  const what = [name, ...(sheet === null ? [] : [sheet]), String(rows)].join(', ');
  if (parts.length === 0) return what;
  const more = parts.length > MOST ? `; … ${parts.length - MOST}` : '';
  return `${what}: ${parts.slice(0, MOST).join('; ')}${more}`;
}

/** Returns the members of an object in the order of a file in canonical form, which a reader of the answer has. */
function sortEntries<Value>(members: Readonly<Record<string, Value>>): readonly (readonly [string, Value])[] {
  return Object.entries(members).sort(([one], [other]) => (one < other ? -1 : 1));
}
