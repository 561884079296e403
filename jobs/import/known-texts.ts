import { DATASET_ROWS, type DatasetName } from '../../client/generated/row-types.ts';
import { KNOWN_NAMES } from './known-names.ts';
import { type KnownText, nameText } from './name-candidates.ts';
import { findRowType, subjectOf } from './row-types.ts';

/** Units that tables often have. */
export const UNITS = [
  ...['t', 'kg', 'g', 'L', 'm3', 'kW.h', 'MW.h', 'GJ', 'TJ', 'km', 't.km', 'km.{passenger}', 'h', '%', '1'],
  ...['[gal_us]', '[ston_av]', '[lb_av]', '[mi_i]', 'm2', 'har', '{EUR}', '{USD}', '{GBP}', '{CNY}'],
];

/** Kind of name → code → name. */
type Names = Readonly<Record<keyof typeof KNOWN_NAMES.en, Readonly<Record<string, string>>>>;
const ENGLISH: Names = KNOWN_NAMES.en;
const CHINESE: Names = KNOWN_NAMES['zh-CN'];

/** Fuel → what lists of purchases call it besides. */
const EVERYDAY: Readonly<Record<string, readonly string[]>> = {
  petrol: ['unleaded', 'premium', 'super'],
  lpg: ['autogas'],
  'natural-gas': ['mains gas', '管道天然气'],
  coal: ['raw coal', '原煤'],
  'other-bituminous-coal': ['一般烟煤'],
};

/** Member that rows of an activity are about → further names of the activity. */
const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  fuel: [...Object.values(ENGLISH.fuels), ...Object.values(CHINESE.fuels), ...Object.values(EVERYDAY).flat()],
  carrier: ['heat', 'steam', 'district heating', '热力', '蒸汽'],
};
/** Names of electricity, whose rows are about a place. */
const ELECTRICITY = ['electricity', 'power', 'grid electricity', 'EV charging', '电力', '外购电力', '充电'];

/** Returns what people call an activity, besides its own words. */
function otherNames(type: string): readonly string[] {
  return type === 'electricity-use' ? ELECTRICITY : (SUBJECTS[subjectOf(type) ?? ''] ?? []);
}

/** A category that companies often need, its names in both languages, and the kind of row whose only one it is. */
type Category = readonly [text: string, english: string, chinese: string, type?: string];

/** Categories of the national inventories (IPCC), of scope 2, and of scope 3 that tables of amounts are about. */
const CATEGORIES: readonly Category[] = [
  ['purchased electricity', 'electricity', '外购电力', 'electricity-use'],
  ['purchased heat', 'heat and steam', '外购热力', 'heat-use'],
  ['1.A.1', 'energy industries', '能源工业'],
  ['1.A.2', 'manufacturing and construction', '制造业与建筑业'],
  ['1.A.3.b', 'road transport, vehicles', '道路运输、车辆'],
  ['1.A.4.a', 'shops, offices, commercial buildings', '商业与办公建筑'],
  ['1.A.4.c', 'agriculture and forestry', '农林业'],
  ['2.F.1', 'refrigeration and air conditioning', '制冷与空调', 'refrigerant-leak'],
  ...Object.entries(ENGLISH.categories).map(([text, name]): Category => [
    text,
    name,
    CHINESE.categories[text]!,
  ]),
];

/** The categories that are offered for rows of a kind before anything is written: the only one that it has, or those that are about it. */
export function offerCategories(type: string): readonly string[] {
  const only = CATEGORIES.filter(([, , , of]) => of === type).map(([text]) => text);
  if (only.length > 0) return only;
  if (type === 'fuel-use') return ['1.A.2', '1.A.3.b', '1.A.4.a'];
  return type === 'value-chain-activity' ? ['3.1', '3.4', '3.6'] : [];
}

/** What is bought as heat, with its name in Chinese. */
const CARRIERS: readonly (readonly [string, string])[] = [
  ['heat', '热力'],
  ['steam', '蒸汽'],
  ['cooling', '冷量'],
];

/** What was listed before: it takes a while. */
const listed = new Map<string, readonly KnownText[]>();

/** Returns what a member of a dataset's rows can say, with the names that people have for it in both languages; nothing of places, which are many. */
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
      return CATEGORIES.map(([text, english, chinese]) => nameText(text, [english, chinese]));
    case 'detail.fuel':
      return namesOf('fuels');
    case 'detail.carrier':
      return CARRIERS.map(([text, chinese]) => nameText(text, [text, chinese]));
    case 'detail.grid':
      return namesOf('grids');
    default:
      return [];
  }
}

function namesOf(kind: 'fuels' | 'grids'): readonly KnownText[] {
  return Object.entries(ENGLISH[kind]).map(([text, name]) =>
    nameText(text, [name, CHINESE[kind][text]!, ...(EVERYDAY[text] ?? [])]),
  );
}
