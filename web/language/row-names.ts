import { useCallback } from 'react';
import { methodOf } from '../../pictures/kinds/method-of.ts';
import { useFigureName, writeGas } from './figure-names.ts';
import { type ENGLISH_KNOWN, useKnownNames } from './known-names.ts';
import { MOST_OF_TITLE, showOutside } from './outside-text.ts';
import { type ENGLISH_ROWS, useRowTexts } from './row-texts.ts';
import { placeName } from './place.ts';

type RowTexts = typeof ENGLISH_ROWS & { readonly known: typeof ENGLISH_KNOWN };

/** What an entry is named by. */
export interface NamedEntry {
  readonly key: string;
  /** It comes from anyone. */
  readonly detail: unknown;
}

/** Returns a function that names figures and rows in the language of the page; null where what an entry states has no known form. */
export function useEntryName(): (entry: NamedEntry) => string | null {
  const rows = useRowTexts();
  const known = useKnownNames();
  const figure = useFigureName();
  return useCallback(
    (entry) => figure(entry.key, methodOf(entry.detail, entry.key)) ?? nameRow(entry, { ...rows, known }),
    [figure, rows, known],
  );
}

/**
 * Returns a row of a dataset in words, from its detail, and its year where its key has one; null where its type or a member has no known
 * form. The key alone names a row: show it beside the words.
 * @example nameRow({ key: 'AR5/CH4', detail: { row: 'gwp', gas: 'CH4', gwpSet: 'AR5' } }, texts) // → 'Warming potential of CH₄, AR5'
 */
export function nameRow({ key, detail }: NamedEntry, texts: RowTexts): string | null {
  const type = textIn(detail, 'row');
  const write = type === null ? null : pick(WRITERS, type);
  if (write === null) return null;
  const members = Object.fromEntries(MEMBERS.map((name) => [name, textIn(detail, name)])) as Members;
  const parts = write(members, texts);
  if (parts === null || parts[0] === null) return null;
  const [year, ...more] = key.split('/').filter((segment) => /^(?:19|20)\d{2}$/.test(segment));
  const dated = year === undefined || more.length > 0 ? parts : [...parts, texts.year(year)];
  return texts.join(dated.filter((part) => part !== null));
}

/** The members that names are made of. */
const MEMBERS = [
  ...(['fuel', 'gas', 'gwpSet', 'blend', 'carrier', 'process', 'source', 'item', 'category'] as const),
  ...(['facility', 'id', 'kind', 'good', 'of', 'account', 'solution', 'output', 'cn', 'sector'] as const),
  ...(['geography', 'grid', 'mix', 'market', 'calorific', 'part', 'name'] as const),
  ...(['fromSector', 'fromRegion', 'toSector', 'toRegion', 'stressor', 'region'] as const),
  ...(['flow', 'code', 'reporter', 'partner', 'meter', 'about', 'line', 'publisher'] as const),
  ...(['stratum', 'fromStratum', 'toStratum', 'pool', 'event', 'factor', 'land', 'climate'] as const),
  ...(['product', 'waste', 'site', 'material', 'ruleSet'] as const),
];

/** The members of a detail that are texts; null where there is none, or another value. */
type Members = Readonly<Record<(typeof MEMBERS)[number], string | null>>;
/** Returns the parts of a name. Those that are null are left out; without the first one there is no name. */
type Writer = (members: Members, texts: RowTexts) => readonly (string | null)[] | null;

/** How rows are named. A type without a writer is shown by its key alone. */
const WRITERS: Readonly<Record<string, Writer>> = {
  'grid-factor': ({ geography, grid, mix }, texts) => {
    if (geography === null || mix === null) return null;
    const isNational = grid === null || grid === 'national';
    const word = isNational && mix === 'average' ? texts.nationalAverage : wordIn(texts.mixes, mix);
    const named = geography === 'CN' && grid !== null ? wordIn(texts.known.grids, grid) : grid;
    return [texts.electricity, place(geography, texts), isNational ? null : named, word];
  },
  gwp: ({ gas, gwpSet }, { warming }) => [both(gas, gwpSet, (one, set) => warming(writeGas(one), set))],
  'net-calorific-value': ofFuel('netCalorific'),
  'gross-calorific-value': ofFuel('grossCalorific'),
  'calorific-ratio': ofFuel('calorificRatio'),
  density: ofFuel('density'),
  'carbon-content': ofFuel('carbon'),
  oxidation: ofFuel('oxidation'),
  'biomass-fraction': ofFuel('biomass'),
  'emission-factor': ({ fuel, gas, calorific, geography }, texts) => [
    either(fuel, (name) => texts.factor(item(name, texts), gas === null ? null : writeGas(gas))),
    calorific === null ? null : pick(texts.calorific, calorific),
    place(geography, texts),
  ],
  'process-factor': ({ process, gas, geography }, texts) => [
    either(process, (name) => texts.factor(name, gas === null ? null : writeGas(gas))),
    place(geography, texts),
  ],
  'activity-factor': ({ item: name, geography }, texts) => [
    either(name, (one) => texts.factor(item(one, texts), null)),
    place(geography, texts),
  ],
  'heat-factor': ({ carrier, geography }, texts) => [
    either(carrier, (name) => texts.heatFactor(wordIn(texts.carriers, name))),
    place(geography, texts),
  ],
  'solution-factor': ({ solution }, { factor }) => [either(solution, (name) => factor(name, null))],
  'solution-lifetime': ({ solution }, { lifetime }) => [either(solution, lifetime)],
  'blend-share': ({ gas, blend }, texts) => [both(gas, blend, (one, of) => texts.blend(writeGas(one), of))],
  'embedded-emissions': ({ good, account, geography }, texts) => [
    both(good, account, (name, of) => texts.embeddedIn(name, wordIn(texts.embedded, of))),
    place(geography, texts),
  ],
  'default-markup': ({ sector }, texts) => [
    either(sector, (name) => texts.markup(wordIn(texts.known.sectors, name))),
  ],
  'fuel-use': ({ fuel, facility }, texts) => [
    either(fuel, (name) => texts.fuelUse(item(name, texts))),
    facility,
  ],
  'refrigerant-leak': ({ gas, facility }, { leak }) => [
    either(gas, (name) => leak(writeGas(name))),
    facility,
  ],
  'electricity-use': ({ facility }, { electricityUse }) => [electricityUse, facility],
  'heat-use': ({ carrier, facility }, texts) => [
    either(carrier, (name) => texts.heatUse(wordIn(texts.carriers, name))),
    facility,
  ],
  'process-activity': ({ process, facility }, texts) => [either(process, texts.processActivity), facility],
  'measured-emission': ({ gas, source, facility }, texts) => [
    both(gas, source, (one, at) => texts.measured(writeGas(one), at)),
    facility,
  ],
  'value-chain-activity': ({ category, item: name, facility }, texts) => [
    both(category, name, (number, one) => texts.chain(number.replace(/^3\./, ''), item(one, texts))),
    facility,
  ],
  instrument: ({ id, kind }, texts) => [
    either(id, (name) => {
      return texts.instrument(wordIn(texts.kinds, kind ?? 'certificate'), name);
    }),
  ],
  'meter-reading': ({ meter }, texts) => [either(meter, texts.reading)],
  'meter-calibration': ({ meter }, texts) => [either(meter, texts.calibration)],
  goods: ({ good }, texts) => [either(good, texts.goods)],
  'attributed-emissions': ({ good, account }, texts) => [
    both(good, account, (name, of) => texts.attributed(name, wordIn(texts.embedded, of))),
  ],
  precursor: ({ good, of }, texts) => [both(good, of, texts.precursor)],
  'solution-use': ({ solution }, texts) => [either(solution, texts.solutionUse)],
  output: ({ output }, texts) => [either(output, texts.output)],
  'market-boundary': ({ market }, texts) => [either(market, texts.market)],
  'intermediate-flow': ({ fromSector, fromRegion, toSector, toRegion }, texts) => [
    both(fromSector, fromRegion, (sector, region) =>
      both(toSector, toRegion, (toOne, inRegion) => texts.intermediate(sector, region, toOne, inRegion)),
    ),
  ],
  'final-demand': ({ fromSector, fromRegion, category, toRegion }, texts) => [
    both(fromSector, fromRegion, (sector, region) =>
      both(category, toRegion, (of, inRegion) => texts.final(sector, region, of, inRegion)),
    ),
  ],
  'value-added': ({ sector, region }, texts) => [both(sector, region, texts.valueAdded)],
  'sector-stressor': ({ stressor, sector, region }, texts) => stressed(stressor, sector, region, texts),
  'demand-stressor': ({ stressor, category, region }, texts) => stressed(stressor, category, region, texts),
  'trade-quantity': (members, texts) => [traded(members, texts), texts.quantity],
  'trade-value': (members, texts) => [traded(members, texts), texts.money],
  'trade-factor': ({ code, gas, geography }, texts) => [
    both(code, gas, (goods, of) => texts.tradeFactor(goods, writeGas(of))),
    place(geography, texts),
  ],
  'national-emission': ({ geography, gas, account, part }, texts) => [
    either(geography, (code) => place(code, texts)),
    gas === null ? null : writeGas(gas),
    account === null ? null : wordIn(texts.accounts, account),
    part === null ? null : wordIn(texts.known.parts, part),
  ],
  'published-figure': ({ about, account, line, publisher }, texts) => [
    both(about, account, (of, one) => texts.published(of, wordIn(texts.panorama, one))),
    line,
    publisher,
  ],
  population: ({ region }, texts) => [either(region, (code) => texts.population(place(code, texts) ?? code))],
  'stratum-area': ({ stratum, land, geography }, texts) => [
    either(stratum, texts.area),
    land === null ? null : wordIn(texts.known.land, land),
    place(geography, texts),
  ],
  'land-conversion': ({ fromStratum, toStratum }, texts) => [both(fromStratum, toStratum, texts.conversion)],
  'carbon-stock': ({ stratum, pool }, texts) => [
    both(stratum, pool, (of, where) => texts.stock(of, wordIn(texts.pools, where))),
  ],
  'land-event': ({ stratum, event }, texts) => [
    both(stratum, event, (of, what) => texts.landEvent(of, wordIn(texts.landEvents, what))),
  ],
  'land-factor': ({ factor, of, climate, gas, pool }, texts) => [
    both(factor, of, (name, what) => texts.landFactor(wordIn(texts.known.landFactors, name), what)),
    pool === null ? null : wordIn(texts.pools, pool),
    gas === null ? null : writeGas(gas),
    climate,
  ],
  'wood-flow': ({ product, flow, geography }, texts) => [
    both(product, flow, (of, what) => texts.woodFlow(of, wordIn(texts.woodFlows, what))),
    place(geography, texts),
  ],
  'waste-deposit': ({ waste, site }, texts) => [both(waste, site, texts.deposit)],
  'recovered-methane': ({ site }, texts) => [either(site, texts.recovered)],
  'decay-rate': ({ material, ruleSet, climate }, texts) => [either(material, texts.decay), ruleSet, climate],
  'landfill-factor': ({ factor, of }, texts) => [either(factor, texts.landfillFactor), of],
  entity: ({ name }, texts) => [either(name, texts.entity)],
  facility: ({ name }, texts) => [either(name, texts.facility)],
  verifier: ({ name }, texts) => [either(name, texts.verifier)],
  'cbam-good': ({ cn, sector }, texts) => [
    both(cn, sector, (code, of) => texts.good(code, wordIn(texts.known.sectors, of))),
  ],
  'cbam-exempt': ({ geography }, texts) => [
    either(geography, (code) => texts.exempt(place(code, texts) ?? code)),
  ],
  source: (_, { source }) => [source],
};

type TextOfFuel =
  | 'netCalorific'
  | 'grossCalorific'
  | 'calorificRatio'
  | 'density'
  | 'carbon'
  | 'oxidation'
  | 'biomass';

/** Properties of fuels are named alike. */
function ofFuel(name: TextOfFuel): Writer {
  return ({ fuel, geography }, texts) => [
    either(fuel, (one) => texts[name](item(one, texts))),
    place(geography, texts),
  ];
}

function stressed(stressor: string | null, of: string | null, region: string | null, texts: RowTexts) {
  return [
    either(region, (where) =>
      both(stressor, of, (one, whose) => texts.stressor(writeGas(one), whose, where)),
    ),
  ];
}

function traded({ flow, code, reporter, partner }: Members, texts: RowTexts): string | null {
  return both(flow, code, (direction, goods) =>
    both(place(reporter, texts), place(partner, texts), (one, other) =>
      texts.traded(wordIn(texts.flows, direction), goods, one, other),
    ),
  );
}

/** A fuel or another item, by its name where it is known. */
function item(code: string, { known }: RowTexts): string {
  return pick(known.fuels, code) ?? pick(known.items, code) ?? code;
}

/** A country by its name; a part of one, or another text, as it is. */
function place(code: string | null, { language }: RowTexts): string | null {
  return code === null ? null : placeName(code, language);
}

function either<Value>(text: string | null, write: (text: string) => Value): Value | null {
  return text === null ? null : write(text);
}

function both<Value>(
  one: string | null,
  other: string | null,
  write: (one: string, other: string) => Value,
): Value | null {
  return one === null || other === null ? null : write(one, other);
}

function textIn(detail: unknown, name: string): string | null {
  if (typeof detail !== 'object' || detail === null || !Object.hasOwn(detail, name)) return null;
  const value = (detail as Readonly<Record<string, unknown>>)[name];
  return typeof value === 'string' && value !== '' ? showOutside(value, MOST_OF_TITLE) : null;
}

function wordIn(words: Readonly<Record<string, string>>, name: string): string {
  return pick(words, name) ?? name;
}

function pick<Value>(words: Readonly<Record<string, Value>>, name: string): Value | null {
  return Object.hasOwn(words, name) ? words[name]! : null;
}
