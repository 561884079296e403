import { foldName } from '../../engine/rows/spelling.ts';
import { listKnownTexts } from '../import/known-texts.ts';
import { type Candidate, type KnownText, listCandidates, nameText } from '../import/name-candidates.ts';
import { memberOf } from '../import/table-mapping.ts';
import {
  choiceOf,
  isSame,
  listNames,
  meaningOf,
  saidOf,
  sayName,
  scored,
  textsOfOthers,
} from './choice-parts.ts';
import type { TableChoice, TableContext, TableState } from './table-choice.ts';

/** Members whose texts name what factors are about. */
export const NAMED = ['detail.fuel', 'detail.carrier'] as const;

/** Asks what a name in a column means that neither lists of names nor the factors of other inputs have. */
export function chooseNames(state: TableState, context: TableContext): TableChoice | null {
  const { inspected, reading } = state;
  for (const column of inspected.columns) {
    const member = NAMED.find((each) => each === memberOf(column, reading.mapping));
    if (member === undefined) continue;
    const known = listNamed(member, context);
    const codes = new Set(known.map(({ text }) => foldName(text)));
    const list = saidOf(state, column);
    for (const name of listNames(state, column)) {
      if (name === '' || codes.has(foldName(name)) || Object.hasOwn(list, name)) continue;
      const found = findNamed(name, member, context);
      if (found.length === 0) continue;
      const offers = found.map((each) => scored(each, sayName(state, column, name, { [member]: each.text })));
      return choiceOf(state, `${column}:${name}`, meaningOf(column, name), offers, { isSure: isSame(found) });
    }
  }
  return null;
}

/** Returns what a name may mean: the same name first, then what the other inputs of the run have rows about, the most alike first. */
export function findNamed(name: string, member: string, context: TableContext): readonly Candidate[] {
  const given = new Set(textsOfOthers(member, context).map(foldName));
  const known = Map.groupBy(listNamed(member, context), ({ text }) => given.has(foldName(text)));
  const found = [true, false].flatMap((isGiven) => listCandidates(name, known.get(isGiven) ?? []));
  return found.toSorted((one, other) => Number(other.score === 1) - Number(one.score === 1));
}

/** Returns the names that lists have for a member, and those of rows in the other inputs of the run. */
function listNamed(member: string, context: TableContext): readonly KnownText[] {
  const listed = listKnownTexts(member, context.dataset);
  const codes = new Set(listed.map(({ text }) => foldName(text)));
  const others = textsOfOthers(member, context).filter((text) => !codes.has(foldName(text)));
  return [...listed, ...others.map((text) => nameText(text))];
}
