import { listSome } from '../../errors/list-some.ts';
import type { Row } from '../row.ts';
import { findRowType } from '../types/row-types.ts';
import { warn, type CheckedRows, type RowWarning } from './check.ts';

/** Warns of names that rows spell in several ways, such as `Diesel` and `diesel`: they count as one, and nobody may have meant that. */
export function warnOfSpellings({ activities, factors }: CheckedRows): RowWarning[] {
  const lists: readonly (readonly Row[])[] = [...activities.values(), factors];
  const respelled = lists.some((rows) => rows.some(({ stated }) => stated !== undefined));
  if (!respelled) return [];
  const names = new Map<string, Spellings>();
  for (const rows of lists) for (const row of rows) addNames(names, row);
  return [...names.values()].flatMap(({ member, byText }) => {
    const [first, second, ...others] = [...byText].sort(([, a], [, b]) => a.index - b.index);
    if (first === undefined || second === undefined) return [];
    const all = [first, second, ...others];
    const listed = listSome(all.map(([text, { key }]) => `${text} (${key})`));
    const message = `${member} is spelled in ${all.length} ways, which count as one: ${listed}. Spell it one way, or name two things differently`;
    return [warn('other-spelling', message, [second[1], first[1], ...others.map(([, row]) => row)], [])];
  });
}

/** The spellings of one name in one member, each with its first row. */
interface Spellings {
  readonly member: string;
  readonly byText: Map<string, Row>;
}

function addNames(names: Map<string, Spellings>, row: Row): void {
  const [folded, stated] = [row.detail, row.stated ?? row.detail] as unknown as Readonly<
    Record<string, unknown>
  >[];
  for (const member of findRowType(row.detail.row)?.names ?? []) {
    const [name, text] = [folded![member], stated![member]];
    if (typeof name !== 'string' || typeof text !== 'string') continue;
    const id = `${member} ${name}`;
    const known = names.get(id) ?? { member, byText: new Map<string, Row>() };
    names.set(id, known);
    const before = known.byText.get(text);
    if (before === undefined || row.index < before.index) known.byText.set(text, row);
  }
}
