import { isPlace } from '../../engine/datasets/country.ts';
import { canonicalGas } from '../../engine/factors/gas-names.ts';
import { findRowType } from '../../engine/rows/types/row-types.ts';
import { findCountry } from '../cells/country-name.ts';
import { readPeriodName } from '../cells/period-name.ts';
import { TIME_MEMBERS } from '../cells/plain-members.ts';
import { findSerialDay, isDayOrRange } from '../cells/written-time.ts';
import { findLikely, findMember } from './column-names.ts';
import { VALUE_WORDS } from './member-words.ts';

/** A scheme and a value. */
const isIdentifier = (text: string): boolean => /^[a-z][a-z0-9-]*:\S+$/.test(text);

/** Whether a text may be a day or a period. */
const isTime = (text: string): boolean =>
  isDayOrRange(text) ||
  readPeriodName(text) !== null ||
  findSerialDay(text) !== null ||
  /^\d{1,2}$/.test(text);

/** What carriers of heat are called. */
const CARRIERS: readonly string[] = Object.entries(VALUE_WORDS['detail.carrier'] ?? {}).flatMap(
  ([code, { en, 'zh-CN': chinese }]) => [code, en, chinese],
);

/** What the cells of a member look like, where other cells are not it. */
const LOOKS: Readonly<Record<string, (text: string) => boolean>> = {
  'detail.carrier': (text) => CARRIERS.includes(text.toLowerCase()),
  'detail.category': (text) => /^\d|^purchased/i.test(text),
  'detail.geography': (text) => isPlace(text) || findCountry(text) !== null,
  'detail.gas': (text) => /^R-?\d{2,4}/i.test(text) || canonicalGas(text) !== text,
  ...{ 'detail.entity': isIdentifier, 'detail.heldBy': isIdentifier, 'detail.counterparty': isIdentifier },
  'detail.row': (text) => findRowType(text) !== undefined,
  ...Object.fromEntries(TIME_MEMBERS.map((member) => [member, isTime])),
};

/** Names of columns that may be of a site where their cells are no places. */
const SITES = /^(?:location|site|building|branch|depot)\b/i;

/**
 * Returns the member, among these, that a column's name says and its texts do not contradict: of a column `Location` with the names of sites, the
 * facility and not the place.
 */
export function findFitting(
  name: string,
  members: ReadonlySet<string>,
  texts: readonly string[],
): string | null {
  const member = findMember(name, members) ?? findLikely(name, members);
  if (member === null || isFitting(member, texts)) return member;
  return SITES.test(name) && members.has('detail.facility') ? 'detail.facility' : null;
}

/** Whether most texts of a column may be of a member. */
export function isFitting(member: string, texts: readonly string[]): boolean {
  const looks = LOOKS[member];
  if (looks === undefined || texts.length === 0) return true;
  return texts.filter((text) => looks(text)).length * 2 >= texts.length;
}
