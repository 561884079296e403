import { DATASET_ROWS, type DatasetName } from '../../../../client/generated/row-types.ts';
import { type KnownText, nameText } from '../../../../jobs/import/name-candidates.ts';
import { findRowType, subjectOf } from '../../../../jobs/import/row-types.ts';
import { CHINESE_KNOWN, ENGLISH_KNOWN } from '../../../language/known-names.ts';
import { COUNTRY_CODES } from '../../../../jobs/import/country-codes.ts';
import { placeName } from '../../../language/place.ts';

/** Units that tables often have. */
const UNITS = [
  ...['t', 'kg', 'g', 'L', 'm3', 'kW.h', 'MW.h', 'GJ', 'TJ', 'km', 't.km', 'km.{passenger}', 'h', '%', '1'],
  ...['[gal_us]', '[ston_av]', '[lb_av]', '[mi_i]', 'm2', 'har', '{EUR}', '{USD}', '{GBP}', '{CNY}'],
];

/** Member that rows of an activity are about → further names of the activity. */
const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  fuel: [...Object.values(ENGLISH_KNOWN.fuels), ...Object.values(CHINESE_KNOWN.fuels)],
  carrier: ['heat', 'steam', 'district heating', '热力', '蒸汽'],
};
/** Names of electricity, whose rows are about a place. */
const ELECTRICITY = ['electricity', 'power', 'grid electricity', '电力', '外购电力'];

/** Returns what people call an activity, besides its own words. */
function otherNames(type: string): readonly string[] {
  return type === 'electricity-use' ? ELECTRICITY : (SUBJECTS[subjectOf(type) ?? ''] ?? []);
}

/** Categories of the national inventories (IPCC) and of scope 2 that companies often need, with their names in both languages. */
const CATEGORIES: readonly (readonly [string, string, string])[] = [
  ['purchased electricity', 'electricity', '外购电力'],
  ['purchased heat', 'heat and steam', '外购热力'],
  ['1.A.1', 'energy industries', '能源工业'],
  ['1.A.2', 'manufacturing and construction', '制造业与建筑业'],
  ['1.A.3.b', 'road transport, vehicles', '道路运输、车辆'],
  ['1.A.4.a', 'shops, offices, commercial buildings', '商业与办公建筑'],
  ['1.A.4.c', 'agriculture and forestry', '农林业'],
  ['2.F.1', 'refrigeration and air conditioning', '制冷与空调'],
];

/** What was listed before: to name all countries takes a while. */
const listed = new Map<string, readonly KnownText[]>();

/** Returns what a member of a dataset's rows can say, with the names that people have for it in both languages. */
export function listKnownTexts(member: string, dataset: DatasetName): readonly KnownText[] {
  const name = `${member} ${dataset}`;
  const known = listed.get(name) ?? listTexts(member, dataset);
  listed.set(name, known);
  return known;
}

function listTexts(member: string, dataset: DatasetName): readonly KnownText[] {
  switch (member) {
    case 'unit':
      return UNITS.map((text) => nameText(text));
    case 'detail.row':
      return DATASET_ROWS[dataset].map((text) =>
        nameText(text, [...Object.values(findRowType(text)?.words ?? {}), ...otherNames(text)]),
      );
    case 'detail.category':
      return CATEGORIES.map(([text, ...names]) => nameText(text, names));
    case 'detail.fuel':
      return namesOf('fuels');
    case 'detail.grid':
      return namesOf('grids');
    case 'detail.geography':
      return COUNTRY_CODES.map((text) => nameText(text, [placeName(text, 'en'), placeName(text, 'zh-CN')]));
    default:
      return [];
  }
}

function namesOf(kind: 'fuels' | 'grids'): readonly KnownText[] {
  const [english, chinese]: Readonly<Record<string, string>>[] = [ENGLISH_KNOWN[kind], CHINESE_KNOWN[kind]];
  return Object.entries(english!).map(([text, name]) => nameText(text, [name, chinese![text]!]));
}
