import type { Json, JsonObject } from '../../core/encoding/json.ts';
import type { Factor } from '../../client/generated/openapi.ts';
import type { FactorRequest } from '../../client/http/fetch-factors.ts';
import { type Proxy, showTime } from '../../engine/factors/factor.ts';
import { EngineError } from '../../engine/errors/engine-error.ts';
import { parseUnit } from '../../engine/quantities/unit.ts';
import type { InputEntry, InputRecord } from '../../engine/rows/input.ts';
import { foldName } from '../../engine/rows/spelling.ts';
import { type FactorRow, readFactorRow } from '../../engine/search/factor-row.ts';
import { findRowType } from '../import/row-types.ts';
import { STARTER_FOLDER } from '../import/starter-dataset.ts';
import { listSubjects, type OpenGap } from './gap.ts';
import { type Days, formatProxyReason } from './proxy-reason.ts';
import { getAt, type Parameters, setAt } from './suggest-parameters.ts';

/** A run as it is asked for, as far as offers change it. */
export interface OfferedRun {
  readonly inputs: readonly InputRecord[];
  /** Times in unix seconds. */
  readonly parameters: Parameters;
  /** What inputs are called in the names of offers, by their ids: the names of files. One without a name is called by its id. */
  readonly names?: Readonly<Record<string, string>>;
}

/** One way to close a gap: a factor that exists, and what a run needs to take it. */
export interface Option {
  /** By which it is taken, the same whatever else is offered: `data/ipcc-2006/fuels.csv#diesel/emission-factor/CO2`. */
  readonly name: string;
  /** The record that holds the factor, or the file, such as `data/gwp-ar5.csv` of the starter data. */
  readonly input: string;
  /** Whether the run has this input already. */
  readonly isGiven: boolean;
  readonly factor: FactorRow;
  /** The declaration that lets it stand in for another time or place; null where it holds as it is. */
  readonly proxy: Proxy | null;
  /** Parameters that are set besides, by their paths: `grids.location` → `national`. */
  readonly set: Readonly<Record<string, string>>;
}

/** What looks for factors and reads them. */
export interface OptionPorts {
  /** Searches the starter data, and the records of a ledger where there is one. */
  readonly findFactors: (request: FactorRequest) => Promise<readonly Factor[]>;
  /** Returns the rows of an input of an option. */
  readonly readInput: (input: string) => Promise<InputRecord>;
}

/** What a run needs of a factor that it could take: the name of its input, and the id of that. */
interface Candidate {
  readonly input: string;
  readonly record: string;
  readonly isGiven: boolean;
  readonly factor: FactorRow;
}

/** At most so many options of one gap are tried: each is a run. */
const MOST = 12;
/** At most so many files and records are read for one gap. */
const MOST_INPUTS = 8;

/**
 * Returns the ways to close a gap, the likeliest first: what holds as it is, then other places and years.
 * @param named only options with these names; null for the likeliest ones
 */
export async function listOptions(
  open: OpenGap,
  { inputs, parameters, names = {} }: OfferedRun,
  reads: readonly string[],
  ports: OptionPorts,
  named: ReadonlySet<string> | null = null,
): Promise<readonly Option[]> {
  const { gap, entry } = open;
  const types = reads.filter((type) => findRowType(type)?.role === 'factor');
  const subjects = new Map(types.map((type) => [type, listSubjects(open, type)]));
  const isAbout = ({ type, detail }: FactorRow): boolean => {
    const subject = detail[findRowType(type)?.subject ?? ''];
    return typeof subject === 'string' && subjects.get(type)?.includes(foldName(subject)) === true;
  };
  const given = inputs.flatMap(({ record, entries }) =>
    listFactors(entries)
      .filter(isAbout)
      .map((factor): Candidate => ({ input: names[record] ?? record, record, isGiven: true, factor })),
  );
  const found = await searchFactors(subjects, isAbout, ports);
  const known = new Set(inputs.map(({ record }) => record));
  const others = found.filter(({ record }) => !known.has(record));
  const options = [...given, ...others].flatMap((candidate) =>
    optionsOf(candidate, entry, gap.what, parameters),
  );
  const ranked = options
    .map((option, at) => ({ option, at, rank: rankOf(option, entry) }))
    .sort((one, other) => one.rank - other.rank || one.at - other.at)
    .map(({ option }) => option);
  if (named !== null) return ranked.filter(({ name }) => named.has(name));
  return dropRepeated(ranked).slice(0, MOST);
}

/** Returns a run that takes an option. */
export async function takeOption(
  { inputs, parameters, names = {} }: OfferedRun,
  { input, isGiven, proxy, set }: Option,
  { readInput }: Pick<OptionPorts, 'readInput'>,
): Promise<OfferedRun> {
  const added = isGiven ? null : await readInput(input);
  const proxies = (parameters['proxies'] ?? []) as readonly Proxy[];
  const declared = proxy === null ? parameters : { ...parameters, proxies: [...proxies, proxy] };
  return {
    inputs: added === null ? inputs : [...inputs, added],
    names: added === null ? names : { ...names, [added.record]: input },
    parameters: Object.entries(set).reduce(
      (changed, [path, text]) => setAt(changed, path.split('.'), text),
      declared,
    ),
  };
}

function listFactors(entries: readonly InputEntry[]): FactorRow[] {
  return entries.flatMap((entry) => {
    const detail = entry.detail as JsonObject | null;
    return readFactorRow({ ...entry, detail }, null) ?? [];
  });
}

/** Returns the candidates of files and records that nobody gave, each file and record read whole. */
async function searchFactors(
  subjects: ReadonlyMap<string, readonly string[]>,
  isAbout: (factor: FactorRow) => boolean,
  { findFactors, readInput }: OptionPorts,
): Promise<Candidate[]> {
  const wanted = [...subjects].flatMap(([type, names]) =>
    names
      .filter((name) => /[\p{L}\p{N}]/u.test(name) && !FILLERS.has(name))
      .map((name): FactorRequest => ({ q: name.replaceAll('-', ' '), type })),
  );
  const found = (await Promise.all(wanted.map(findFactors))).flat().filter(isAbout);
  // What is registered already is taken without registering it again.
  const ranked = [...found.filter(({ record }) => record !== null), ...found];
  const inputs = [...new Set(ranked.flatMap((factor) => inputOf(factor) ?? []))].slice(0, MOST_INPUTS);
  const read = await Promise.all(inputs.map(async (input) => ({ input, ...(await readInput(input)) })));
  const sources = new Map(found.map((factor) => [inputOf(factor), factor.source]));
  return read.flatMap(({ input, record, entries }) =>
    listFactors(entries)
      .filter(isAbout)
      .map((factor): Candidate => {
        const source = factor.source ?? sources.get(input) ?? null;
        return { input, record, isGiven: false, factor: { ...factor, source } };
      }),
  );
}

/** Words of a refusal that no factor is about. */
const FILLERS: ReadonlySet<string> = new Set([
  'of',
  'the',
  'in',
  'factor',
  'potential',
  'mix',
  'grid',
  'share',
]);

function inputOf({ record, starter }: Factor): string | null {
  if (record !== null) return record.withdrawnBy === null && record.newest === null ? record.id : null;
  return starter === null ? null : `${STARTER_FOLDER}${starter.file}`;
}

/** Returns how a candidate is taken: as it is, as a proxy, or as the factor of another grid. */
function optionsOf(
  { input, record, isGiven, factor }: Candidate,
  entry: InputEntry,
  what: string,
  parameters: Parameters,
): Option[] {
  const grid = otherGrid(factor, entry, parameters);
  if (grid === null) return [];
  const set = { ...grid, ...ownPotentials(factor, parameters) };
  const isHere = isForPlace(factor, entry);
  const isThen = holdsThen(factor, entry);
  if (isHere && isThen && isGiven && Object.keys(set).length === 0) return [];
  const proxy =
    isHere && isThen ? null : { record, key: factor.key, reason: giveReason(factor, entry, what) };
  return [{ name: `${input}#${factor.key}`, input, isGiven, factor, proxy, set }];
}

/**
 * Returns the parameter that names another grid, where a factor is of one: the national one, or the only one of the place of the row. Null where
 * it is not a choice, or the row names its grid itself.
 */
function otherGrid(
  { type, detail }: FactorRow,
  entry: InputEntry,
  parameters: Parameters,
): Record<string, string> | null {
  const { grid, mix, geography } = detail;
  if (type !== 'grid-factor' || typeof grid !== 'string') return {};
  const path = mix === 'residual' ? 'grids.residual' : 'grids.location';
  const own = mix === 'residual' ? undefined : entry.detail?.['grid'];
  const chosen = own ?? getAt(parameters, path.split('.'));
  if (typeof chosen === 'string' && foldName(chosen) === foldName(grid)) return {};
  const isChoice = foldName(grid) === NATIONAL || geography === entry.detail?.['geography'];
  return own === undefined && isChoice && !isCountry(geography, grid) ? { [path]: grid } : null;
}

/** Returns the parameter that names the potentials in a factor of CO2e, where the run names none: it counts by no others. */
function ownPotentials({ type, detail }: FactorRow, parameters: Parameters): Record<string, string> {
  const { gwpSet } = detail;
  const isNamed = type !== 'emission-factor' || parameters['gwpSet'] !== undefined;
  return isNamed || typeof gwpSet !== 'string' ? {} : { gwpSet };
}

/** The grid of a whole country. */
const NATIONAL = 'national';

/** Whether a factor is of a grid of a part of a country, and names no smaller place than that. */
function isCountry(geography: Json | undefined, grid: string): boolean {
  return typeof geography === 'string' && geography.length === 2 && foldName(grid) !== NATIONAL;
}

function isForPlace({ detail }: FactorRow, entry: InputEntry): boolean {
  const { geography } = detail;
  const place = entry.detail?.['geography'];
  if (typeof geography !== 'string' || typeof place !== 'string') return true;
  return geography === place || geography === place.slice(0, 2);
}

function holdsThen({ from, until }: FactorRow, entry: InputEntry): boolean {
  return until === 0 || (from <= entry.from && entry.until <= until);
}

/** Whether a factor is per what the row counts: per litre for litres, per gross kilowatt-hour for those. */
function isPerUnit({ unit, detail }: FactorRow, entry: InputEntry): boolean {
  try {
    const basis = (members: InputEntry['detail']): unknown => members?.['calorific'] ?? 'net';
    const [, per] = unit.split('/');
    if (per === undefined || parseUnit(per).dimension !== parseUnit(entry.unit).dimension) return false;
    return parseUnit(per).dimension !== ENERGY || basis(detail) === basis(entry.detail);
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

const ENERGY = parseUnit('J').dimension;

const YEAR = 31_556_952;

/** The less, the likelier: its place first, then its years, then what else must change. */
function rankOf({ factor, proxy, set, isGiven }: Option, entry: InputEntry): number {
  const years = factor.until === 0 ? 0 : Math.abs(factor.from - entry.from) / YEAR;
  const place = entry.detail?.['geography'] === factor.detail['geography'] ? 0 : 1;
  return (
    (proxy === null ? 0 : 1000) +
    (isForPlace(factor, entry) ? place : 200) +
    Math.min(years, 90) * 2 +
    Object.keys(set).length * 20 +
    (isPerUnit(factor, entry) ? 0 : 1) +
    (isGiven ? 0 : 0.5)
  );
}

/** Of factors that hold as they are, the engine chooses: one option for each input. */
function dropRepeated(options: readonly Option[]): Option[] {
  const names = new Set<string>();
  return options.filter(({ input, proxy, set, name }) => {
    const same = proxy === null ? `${input} ${JSON.stringify(set)}` : name;
    if (names.has(same)) return false;
    names.add(same);
    return true;
  });
}

/** Returns why a factor is taken for another time or place, for the record of the run. Its user can write another reason. */
function giveReason(factor: FactorRow, entry: InputEntry, what: string): string {
  const [place, of] = [entry.detail?.['geography'], factor.detail['geography']];
  return formatProxyReason({
    ...{ what, ...daysOf(entry) },
    place: typeof place === 'string' ? place : null,
    of: typeof of === 'string' ? of : null,
    made: factor.until === 0 ? null : daysOf(factor),
    source: factor.source?.title ?? null,
  });
}

function daysOf({ from, until }: { readonly from: number; readonly until: number }): Days {
  return { from: showTime(from), until: showTime(until - 1) };
}
