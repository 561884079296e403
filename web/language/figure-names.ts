import { useCallback } from 'react';
import { METHOD_NAMES } from '../../client/generated/method-names.ts';
import { partnerOf } from '../../pictures/kinds/partner-of.ts';
import { readSegment } from '../../pictures/kinds/gather-flows.ts';
import { type ENGLISH_FIGURES, useFigureTexts } from './figure-texts.ts';
import { MOST_OF_TITLE, showOutside } from './outside-text.ts';

type FigureTexts = typeof ENGLISH_FIGURES;

/** Only the methods of the project give keys their meaning. */
const METHODS: ReadonlySet<string> = new Set(METHOD_NAMES);

/** Returns a function that names figures in the language of the page; null for keys whose method is unknown, or does not write them. */
export function useFigureName(): (key: string, method: string | null) => string | null {
  const texts = useFigureTexts();
  return useCallback((key, method) => nameFigure(key, method, texts), [texts]);
}

/**
 * Returns the key of a figure in words; null where the method is not one of these, or its methods write no such key. The key alone names a
 * figure: show it beside the words.
 * @example nameFigure('scope2/market', 'scope2@2', ENGLISH_FIGURES) // → 'Scope 2, market-based'
 */
export function nameFigure(key: string, method: string | null, texts: FigureTexts): string | null {
  if (method === null || !METHODS.has(method)) return null;
  const segments = key.split('/').map(quoteSegment);
  return segments.length > MOST_SEGMENTS ? null : nameSegments(segments, texts);
}

/** Returns a part of a key as a name shows it. What is written with codes for its characters can be any text, so it is quoted, and keeps its direction to itself. */
function quoteSegment(segment: string): string {
  const text = showOutside(readSegment(segment), MOST_OF_TITLE);
  return segment.includes('%') ? `\u2068“${text}”\u2069` : text;
}

/** No method writes keys with more. */
const MOST_SEGMENTS = 12;

type Segments = readonly string[];
type Reader = (rest: Segments, texts: FigureTexts) => string | null;

/** What is shown of the change of an account between two tables. */
const CHANGES = [
  ...(['before', 'after', 'change', 'effect-intensity', 'effect-structure', 'effect-mix'] as const),
  ...(['effect-level', 'effect-household'] as const),
] as const;

/** How the segments after the first one are read, by the first one. */
const READERS: Readonly<Record<string, Reader>> = {
  scope1: nameDirect,
  scope2: namePurchased,
  scope3: nameValueChain,
  total: ([basis = '', ...more], { total }) => (more.length === 0 ? pick(total, basis) : null),
  'by-gas': ([gas, ...more], { ofGas }) =>
    gas === undefined || more.length > 0 ? null : ofGas(writeGas(gas)),
  'by-facility': ([facility = '', ...rest], texts) =>
    within(rest, texts, (figure) => texts.ofFacility(facility, figure)),
  'without-facility': (rest, texts) => within(rest, texts, texts.withoutFacility),
  'scope1+2': ([basis = '', ...more], { bothScopes }) => (more.length === 0 ? pick(bothScopes, basis) : null),
  'by-entity': readPart('entity'),
  'by-country': readPart('country'),
  'by-month': readPart('month'),
  'without-country': (rest, texts) => within(rest, texts, texts.withoutPart.country),
  'without-month': (rest, texts) => within(rest, texts, texts.withoutPart.month),
  eliminated: ([scope = '', ...rest], texts) => within([scope, ...rest], texts, texts.eliminated),
  biogenic: (rest, texts) => nameBeside('biogenic', rest, texts),
  'land-use': (rest, texts) => nameBeside('land-use', rest, texts),
  'outside-scopes': (rest, texts) => nameBeside('outside-scopes', rest, texts),
  'base-year': (rest, texts) =>
    rest[0] === 'change'
      ? within(rest.slice(1), texts, texts.sinceBaseYear)
      : within(rest, texts, texts.baseYear),
  trend: ([part, ...rest], texts) => {
    if (part === 'base') return within(rest, texts, texts.baseYear);
    return part === 'change' ? within(rest, texts, texts.sinceBaseYear) : null;
  },
  scenario: ([name = '', ...rest], texts) => within(rest, texts, (figure) => texts.scenario(name, figure)),
  'scenario-difference': ([name = '', ...rest], texts) =>
    within(rest, texts, (figure) => texts.scenarioDifference(name, figure)),
  intensity: ([output = '', ...rest], texts) =>
    within(rest, texts, (figure) => texts.intensity(output, figure)),
  group: (rest, texts) => within(rest, texts, texts.group),
  cbam: nameEmbedded,
  financed: nameFinanced,
  'heat-and-power': nameAllocated,
  plant: namePlant,
  reconcile: nameReconciled,
  nature: nameNature,
  product: nameProduct,
  comparison: nameComparison,
  footprint: ([product, attribute, ...more], { footprint }) => {
    if (product === undefined || attribute === undefined || more.length > 0) return null;
    if (attribute === 'passport' || attribute === 'primary-data') return footprint[attribute](product);
    return footprint.attribute(product, attribute);
  },
  share: ([process, item, ...more], { product }) =>
    process === undefined || item === undefined || more.length > 0 ? null : product.share(process, item),
  avoided: ([solution, ...more], { avoided }) =>
    solution === undefined || more.length > 0 ? null : avoided(solution),
  quantity: ([name, ...more], { quantity }) =>
    name === undefined || more.length > 0 ? null : quantity(name),
  flow: (rest, { flow }) => ofThree(rest, (from, to, gas) => flow(from, to, writeGas(gas))),
  'trade-value': ([from, to, ...more], { sales }) =>
    from === undefined || to === undefined || more.length > 0 ? null : sales(from, to),
  traded: (rest, { sold }) => ofThree(rest, (from, to, gas) => sold(from, to, writeGas(gas))),
  ...readBilateral('eebt'),
  ...readBilateral('gross'),
  ...Object.fromEntries(['cba', 'for-domestic-demand', 'for-exports'].map(readOrigin)),
  'per-head': (rest, texts) => within(rest, texts, texts.perHead),
  panorama: namePanorama,
  ...Object.fromEntries(CHANGES.map((part) => [part, readChange(part)])),
  path: ([rank = '', ...more], { chain, otherChains }) => {
    if (more.length > 0) return null;
    if (rank === 'remainder') return otherChains;
    return /^[1-9]\d*$/.test(rank) ? chain(rank) : null;
  },
};

/** Reads an account of trade between two regions, by how emissions are counted in it. */
function readBilateral(kind: 'eebt' | 'gross'): Record<string, Reader> {
  const read =
    (account: string): Reader =>
    (rest, texts) =>
      within([account, ...rest], texts, texts.bilateral[kind]);
  const accounts = ['exports', 'imports', 'balance', 'cba'];
  return Object.fromEntries([
    [kind, read('traded')],
    ...accounts.map((account) => [`${kind}-${account}`, read(account)] as const),
  ]);
}

/** Reads what arises in one region for a product that another one buys. */
function readOrigin(account: string): [first: string, Reader] {
  return [
    `${account}-origin`,
    ([region = '', sector = '', from = '', ...gas], texts) =>
      within([`${account}-sector`, region, sector, ...gas], texts, (figure) => texts.ofOrigin(from, figure)),
  ];
}

function readChange(part: (typeof CHANGES)[number]): Reader {
  return (rest, texts) => within(rest, texts, texts.changes[part]);
}

/** Reads a total of one entity, country or month. */
function readPart(dimension: 'entity' | 'country' | 'month'): Reader {
  return ([name = '', ...rest], texts) =>
    within(rest, texts, (figure) => texts.ofPartOf[dimension](name, figure));
}

function nameSegments([first = '', ...rest]: Segments, texts: FigureTexts): string | null {
  const read = pick(READERS, first);
  if (read !== null) return read(rest, texts);
  const account = pick(texts.accounts, first);
  if (account !== null) return rest.length === 2 ? account(rest[0]!, writeGas(rest[1]!)) : null;
  const part = pick(texts.partAccounts, first);
  if (part !== null) return ofThree(rest, (region, name, gas) => part(region, name, writeGas(gas)));
  const national = pick(texts.national, first);
  return national === null
    ? null
    : ofThree(rest, (country, gas, year) => national(country, writeGas(gas), year));
}

/** A line of a panorama: `{about}/{account}/{line}/{by}/{year}`; or a gap between two of them, and a part of it: `{about}/gap/{gap}/{part}/{year}`. */
function namePanorama(rest: Segments, { panorama: texts }: FigureTexts): string | null {
  const [about, account, line, by, year, ...more] = rest;
  if (year === undefined || more.length > 0) return null;
  const nameLine = (name: string): string => {
    const partner = partnerOf(name);
    return partner === null ? (pick(texts.lines, name) ?? name) : texts.with(partner);
  };
  if (account === 'gap') {
    const gap = nameLine(line!);
    if (by === 'gap' || by === 'unexplained') return texts[by](about!, gap, year);
    return texts.part(about!, gap, nameLine(by!), year);
  }
  const word = pick(texts.accounts, account!);
  return word === null ? null : texts.line(about!, word, nameLine(line!), by!, year);
}

/** What land gives off or takes up in a year: `{place}/{total}/{year}`, `{place}/{land}/area/{year}`, a line of one of its pools, or of wood or a landfill. */
function nameNature(rest: Segments, { nature: texts }: FigureTexts): string | null {
  const [place = '', first = '', second, third] = rest.slice(0, -1);
  const year = rest.at(-1);
  if (year === undefined || rest.length < 3 || rest.length > 6) return null;
  const of = (figure: string | null): string | null =>
    figure === null ? null : texts.of(place, figure, year);
  if (first === 'wood') return of(nameWood(rest.slice(2, -1), texts));
  if (first === 'landfill') return of(nameLandfill(rest.slice(2, -1), texts));
  if (second === undefined) return of(pick(texts.totals, first));
  return of(nameOfLand(nameLand(first, texts), second, third, texts));
}

/** What a class of land has: `area`, or `{pool or source}/{line or gas}`. */
function nameOfLand(
  land: string,
  second: string,
  third: string | undefined,
  texts: FigureTexts['nature'],
): string | null {
  if (third === undefined) return second === 'area' ? texts.area(land) : null;
  if (second === 'fire') return texts.fire(land, writeGas(third));
  if (second === 'organic-soil') return texts.organicSoil(land, writeGas(third));
  if (second === 'flooded') return texts.flooded(land, writeGas(third));
  return pick(texts.lines, third)?.(land, pick(texts.pools, second) ?? second) ?? null;
}

/** Wood products: `{product}/{pool}/{flow}`, or `{approach}/{line}`. */
function nameWood([first = '', second = '', third]: Segments, texts: FigureTexts['nature']): string | null {
  if (third === undefined) {
    const [line, approach] = [pick(texts.woodLines, second), pick(texts.approaches, first)];
    return line === null || approach === null ? null : line(approach);
  }
  const pool = pick(texts.wood, second);
  const flow = pool === null ? null : pick(pool, third);
  return flow === null ? null : flow(first);
}

/** A landfill: `{site}/{waste}/{flow}`, or `{site}/{line}`. */
function nameLandfill(
  [site = '', second = '', third]: Segments,
  texts: FigureTexts['nature'],
): string | null {
  if (third === undefined) return pick(texts.landfill, second)?.(site) ?? null;
  return pick(texts.waste, third)?.(site, second) ?? null;
}

/** A class of land, or one that was converted to another: `forest-to-cropland`. */
function nameLand(name: string, texts: FigureTexts['nature']): string {
  const [before = '', after] = name.split('-to-').map((own) => pick(texts.land, own) ?? own);
  return after === undefined ? before : texts.converted(before, after);
}

/** Names a figure that another one is about; null where that one has no name. */
function within(rest: Segments, texts: FigureTexts, write: (figure: string) => string): string | null {
  const figure = nameSegments(rest, texts);
  return figure === null ? null : write(figure);
}

function ofThree(
  segments: Segments,
  write: (first: string, second: string, third: string) => string,
): string | null {
  return segments.length === 3 ? write(segments[0]!, segments[1]!, segments[2]!) : null;
}

/** Scope 1: `total`, `by-facility`, or a line. `scope1` alone is the total of a facility. */
function nameDirect(rest: Segments, texts: FigureTexts): string | null {
  const [first] = rest;
  if (rest.length > 1) return nameLine(rest, texts);
  if (first === 'by-facility') return texts.sumOfFacilities;
  return first === undefined || first === 'total' ? texts.scopeTotal.scope1 : null;
}

/** A line of direct emissions: `combustion/{fuel}/{gas}`, `refrigerant/{gas}`; of a gas whose rows state a line, `process/{process}/{gas}/{line}`. */
function nameLine([kind = '', about = '', ...rest]: Segments, texts: FigureTexts): string | null {
  if (kind === 'refrigerant') return ofLine(texts.refrigerant(about), rest, texts);
  const [gas, ...more] = rest;
  if (gas === undefined) return null;
  if (kind === 'plant') return more.length === 1 ? texts.plant.unit(about, gas, writeGas(more[0]!)) : null;
  if (kind === 'combustion')
    return more.length > 0 ? null : texts.combustion(pick(texts.fuels, about) ?? about, writeGas(gas));
  if (kind === 'process' || kind === 'fugitive' || kind === 'measured')
    return ofLine(texts[kind](about, writeGas(gas)), more, texts);
  return null;
}

function ofLine(figure: string, [line, ...more]: Segments, texts: FigureTexts): string | null {
  if (more.length > 0) return null;
  return line === undefined ? figure : texts.ofLine(figure, line);
}

function namePurchased(
  [first = '', carrier, gas, ...more]: Segments,
  { bases, carriers, ofCarrier, coverage, ofPart }: FigureTexts,
): string | null {
  if (more.length > 0) return null;
  if (first === 'coverage') return carrier === undefined ? coverage : null;
  const basis = pick(bases, first);
  if (basis === null || carrier === undefined) return basis;
  const word = pick(carriers, carrier);
  if (word === null) return null;
  const figure = ofCarrier(basis, word);
  return gas === undefined ? figure : ofPart(figure, writeGas(gas));
}

/**
 * Scope 3: `total`, `{category}/total` or `{category}/{basis}/{item}`, perhaps its part of land use, and one gas. `scope3` alone is the total
 * of a facility.
 */
function nameValueChain([first, second, item, ...more]: Segments, texts: FigureTexts): string | null {
  if (more.length > 0)
    return nameItemPart(nameValueChain([first ?? '', second ?? '', item ?? ''], texts), more, texts);
  if (first === undefined || (first === 'total' && second === undefined)) return texts.scopeTotal.scope3;
  const words = pick(texts.categories, first);
  if (words === null) return null;
  const category = texts.category(first.slice('3.'.length), words);
  if (item === undefined) return second === 'total' ? category : null;
  const basis = pick(texts.factorBases, second ?? '');
  return basis === null ? null : texts.item(category, item, basis);
}

/** A part of the figure of an item: of land use, of one gas, or both. */
function nameItemPart(figure: string | null, [first, ...more]: Segments, texts: FigureTexts): string | null {
  const isLandUse = first === 'land-use';
  const [gas, ...others] = isLandUse ? more : [first, ...more];
  if (figure === null || others.length > 0) return null;
  const part = isLandUse ? texts.landUsePart(figure) : figure;
  return gas === undefined ? part : texts.ofPart(part, writeGas(gas));
}

function nameBeside(
  origin: 'biogenic' | 'land-use' | 'outside-scopes',
  rest: Segments,
  texts: FigureTexts,
): string | null {
  const [first = '', second] = rest;
  const scope = second === 'total' && rest.length === 2 ? pick(texts.scope, first) : null;
  if (scope !== null) return origin === 'outside-scopes' ? null : texts.besideTotal[origin](scope);
  const figure = first === 'scope3' ? nameValueChain(rest.slice(1), texts) : nameLine(rest, texts);
  return figure === null ? null : texts.beside[origin](figure);
}

/** Financed emissions: of all asset classes, of one, or of one investee; a score, or an attribution factor. */
function nameFinanced(rest: Segments, texts: FigureTexts): string | null {
  const { financed } = texts;
  const isScore = rest.at(-1) === 'score';
  const [last = '', ...about] = (isScore ? rest.slice(0, -1) : rest).toReversed();
  const [name = '', ...more] = about.toReversed();
  if (more.length > 1) return null;
  const word = pick(financed.classes, name) ?? name;
  const what = [word, ...more].filter((part) => part !== '').join(' – ');
  if (last === 'attribution') return more.length === 1 && !isScore ? financed.attribution(what) : null;
  const scope = pick(financed.scopes, last);
  if (scope === null) return null;
  const figure = what === '' ? financed.all(scope) : financed.of(what, scope);
  return isScore ? financed.score(figure) : figure;
}

/** A plant: its total, the carbon between two units, a balance of carbon, what a meter measured, or a stream of a unit. */
function namePlant([plant, ...rest]: Segments, { plant: texts }: FigureTexts): string | null {
  if (plant === undefined) return null;
  const key = rest.join('/');
  if (key === 'total') return texts.total(plant);
  const between = /^([a-z]+)\/from\/([^/]+)\/to\/([^/]+)\/([^/]+)$/.exec(key);
  if (between !== null)
    return pick(texts.between, between[1]!)?.(plant, between[2]!, between[3]!, between[4]!) ?? null;
  const wasteGas = /^waste-gas\/from\/([^/]+)\/to\/([^/]+)\/([^/]+)\/([a-z-]+)$/.exec(key);
  if (wasteGas !== null) {
    const [, from, to, material, part] = wasteGas;
    return pick(texts.wasteGas, part!)?.(texts.between.energy(plant, from!, to!, material!)) ?? null;
  }
  const attributed = nameAttributed(plant, rest, texts);
  if (attributed !== null) return attributed;
  const carbon = /^(?:([^/]+)\/)?carbon\/([a-z]+)$/.exec(key);
  if (carbon !== null) return pick(texts.carbon, carbon[2]!)?.(texts.where(plant, carbon[1])) ?? null;
  const meter = /^meter\/([^/]+)\/([^/]+)$/.exec(key);
  if (meter !== null) return texts.meter(plant, meter[1]!, meter[2]!);
  const stream = /^([^/]+)\/(in|made|measured|out)\/([^/]+)\/([^/]+)$/.exec(key);
  if (stream === null) return null;
  const [, unit, way, material, gas] = stream;
  return texts.stream[way as keyof typeof texts.stream](texts.where(plant, unit), material!, writeGas(gas!));
}

/** A reconciliation: a flow of a plant, a balance, or how well all fit. */
function nameReconciled([plant, ...rest]: Segments, { reconcile: texts }: FigureTexts): string | null {
  if (plant === undefined) return null;
  const key = rest.join('/');
  const whole = pick(texts.whole, key);
  if (whole !== null) return whole(plant);
  const flow = /^from\/([^/]+)\/to\/([^/]+)\/([^/]+)\/([a-z]+)$/.exec(key);
  if (flow !== null) {
    const [, from, to, material, part] = flow;
    return pick(texts.flow, part!)?.(texts.flowOf(plant, from!, to!, material!)) ?? null;
  }
  const twice = /^from\/([^/]+)\/to\/([^/]+)\/([^/]+)\/(second|meters)\/([a-z]+)$/.exec(key);
  if (twice !== null) {
    const [, from, to, material, of, part] = twice;
    const about = texts[of as 'second' | 'meters'](texts.flowOf(plant, from!, to!, material!));
    return pick(of === 'second' ? texts.flow : texts.balance, part!)?.(about) ?? null;
  }
  const [, balance, part] = /^balance\/([^/]+)\/([a-z]+)$/.exec(key) ?? [];
  return balance === undefined
    ? null
    : (pick(texts.balance, part!)?.(texts.balanceOf(plant, balance)) ?? null);
}

/** A product by its life cycle: a total, a flow, a contribution, an impact or a stage. */
function nameProduct([product, ...rest]: Segments, all: FigureTexts): string | null {
  if (product === undefined) return null;
  const { product: texts } = all;
  const [first = '', second, ...more] = rest;
  if (second === undefined) return pick(texts.parts, first)?.(product) ?? null;
  if (more.length === 0) return pick(texts.about, first)?.(product, writeGas(second)) ?? null;
  if (first === 'process') {
    const isFlow = more[0] === 'flow' || more[0] === 'indirect-land-use';
    const flow = isFlow ? nameProduct([product, ...more], all) : null;
    return flow === null ? null : texts.ofProcess(flow, second);
  }
  return nameProductPart(product, rest, texts);
}

function nameProductPart(product: string, rest: Segments, texts: FigureTexts['product']): string | null {
  const [first, second = '', third = '', fourth] = rest;
  if (first === 'flow' && rest.length === 4) return texts.flow(product, writeGas(third), second, fourth!);
  if (first === 'link' && rest.length === 4) return texts.link(product, third, second, fourth!);
  if (rest.length !== 3) return null;
  if (first === 'input') return texts.input(product, third, second);
  const part = first === 'module' ? pick(texts.parts, third) : null;
  return part === null ? null : texts.module(part(product), second);
}

/** Two products that are compared. */
function nameComparison(
  [one, other, kind, process, ...more]: Segments,
  { product: texts }: FigureTexts,
): string | null {
  if (one === undefined || other === undefined || more.length > 0) return null;
  const figure = texts.comparison(other, one);
  if (kind === undefined) return figure;
  if (kind === 'other-processes') return process === undefined ? texts.ofOthers(figure) : null;
  return kind === 'process' && process !== undefined ? texts.ofProcess(figure, process) : null;
}

/** What a plant attributes to goods. */
function nameAttributed(plant: string, rest: Segments, texts: FigureTexts['plant']): string | null {
  const [first = '', second = '', third = ''] = rest;
  if (second === 'output') return nameOutput(texts.where(plant, first), rest.slice(2), texts);
  if (rest.length > 3) return null;
  if (third === '') return nameAttributedPart(plant, [first, second], texts);
  return first === 'good' ? (pick(texts.good, third)?.(plant, second) ?? null) : null;
}

/** Heat or power that a unit makes, or by what it is weighed. */
function nameOutput(
  where: string,
  [material = '', weight, ...more]: Segments,
  texts: FigureTexts['plant'],
): string | null {
  if (material === '' || more.length > 0) return null;
  const output = texts.output(where, material);
  if (weight === undefined) return output;
  return weight === 'weight' ? texts.weight(output) : null;
}

function nameAttributedPart(
  plant: string,
  [first, second]: readonly [string, string],
  texts: FigureTexts['plant'],
): string | null {
  if (second === 'attributable') return texts.attributable(texts.where(plant, first));
  if (first === 'rest') return pick(texts.rest, second)?.(plant) ?? null;
  return first === 'attributed' && second === '' ? texts.attributed(plant) : null;
}

/** A plant of heat and power: a gas of it, or of one product, perhaps per energy. */
function nameAllocated([plant, ...rest]: Segments, { plants, ofPart }: FigureTexts): string | null {
  const gas = rest.at(-1);
  const [product, per, ...more] = rest.slice(0, -1);
  if (plant === undefined || gas === undefined || more.length > 0) return null;
  if (product === undefined) return ofPart(plants.plant(plant), writeGas(gas));
  if (per !== undefined && per !== 'specific') return null;
  if (gas === 'weight' && per === undefined) return plants.weight(plants.product(plant, product));
  const figure = plants.product(plant, product);
  return ofPart(per === undefined ? figure : plants.specific(figure), writeGas(gas));
}

function nameEmbedded(rest: Segments, { embedded, specific }: FigureTexts): string | null {
  const [good = '', ...accounts] = rest;
  const isSpecific = accounts.length === 2 && accounts[0] === 'specific';
  if (!isSpecific && accounts.length !== 1) return null;
  const write: ((good: string) => string) | null = isSpecific
    ? pick(specific, accounts[1]!)
    : pick(embedded, accounts[0]!);
  return write?.(good) ?? null;
}

function pick<Value>(words: Readonly<Record<string, Value>>, name: string): Value | null {
  return Object.hasOwn(words, name) ? words[name]! : null;
}

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

/** Returns a gas as people write it: `CO2e` → `CO₂e`; other texts stay as they are. */
export function writeGas(text: string): string {
  const [, formula, rest = ''] = /^(CO2e?|CH4|N2O|SF6|NF3)(\(.*\))?$/.exec(text) ?? [];
  if (formula === undefined) return text;
  return formula.replaceAll(/\d/g, (digit) => SUBSCRIPTS[Number(digit)]!) + rest;
}
