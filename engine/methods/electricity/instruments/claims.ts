import type { Warning } from '../../../errors/warning.ts';
import { listSome } from '../../../errors/list-some.ts';
import { EngineError, placeOf } from '../../../errors/engine-error.ts';
import type { Constant } from '../../../figures/draft.ts';
import { constant } from '../../../figures/expression.ts';
import type { MethodContext } from '../../../figures/method-context.ts';
import { Amount, sumAmounts } from '../../../quantities/decimal.ts';
import { convertAmount, parseUnit, type Unit } from '../../../quantities/unit.ts';
import { compareTexts, readAmount, readUnit } from '../../../rows/row.ts';
import { isCertificate, isForAny, type Instrument } from './instrument.ts';
import { SerialRegister, type Repeated } from './serial-register.ts';
import { bareName, countSerials, readSerials, writeSerials, type SerialRange } from './serials.ts';

const ENERGY = parseUnit('MW.h');

/** What instruments cover, so that each megawatt-hour counts once. */
export interface Claims {
  /** The rows that cover use. */
  readonly counted: readonly Instrument[];
  readonly parts: NonNullable<MethodContext['parts']>;
  /** The rows of the period that cover nothing. */
  readonly uncounted: readonly Instrument[];
  readonly warnings: readonly Warning[];
}

/**
 * Decides what of each instrument counts: an instrument must be the only one that conveys its claim (Scope 2 Guidance, table 7.1). One that
 * was retired for an organisation that the run does not name covers nothing. What two rows hold of one registry counts once: in
 * certificates before contracts and tariffs, and then in the row whose key comes first. A contract or tariff that a certificate names
 * adds nothing.
 * @throws EngineError `bad-detail`, `bad-unit`, `unit-mismatch`; `duplicate-instrument` where certificates of both rows differ in factor or country
 */
export function claimInstruments(all: readonly Instrument[], entities: readonly string[]): Claims {
  const bundles = findBundles(all);
  const register = new SerialRegister<Instrument>();
  const counted: Instrument[] = [];
  const uncounted: Instrument[] = [];
  const parts = new Map<Instrument, { repeated: Amount; left: Constant }>();
  const warnings: Warning[] = [];
  for (const row of [...all].sort((a, b) => rankOf(a, entities) - rankOf(b, entities) || compareRows(a, b))) {
    const certificates = isCertificate(row) ? undefined : bundles.get(bareName(row.detail.id));
    if (certificates !== undefined) {
      uncounted.push(row);
      warnings.push(warnOfBundle(row, certificates));
      continue;
    }
    const serials = openSerials(row);
    const repeated = serials === null ? [] : register.claim(row, serials.ranges);
    if (!isForAny(row, entities)) {
      uncounted.push(row);
      warnings.push(warnOfOthers(row, entities));
      continue;
    }
    if (serials === null) {
      counted.push(row);
      continue;
    }
    warnings.push(...warnOfNumber(row, serials), ...warnOfRepeated(row, repeated, serials.each));
    const [held, left] = measure(row, repeated, serials.each);
    if (left.isZero() && !held.isZero()) uncounted.push(row);
    else counted.push(row);
    if (!held.isZero() && !left.isZero())
      parts.set(row, {
        repeated: convertAmount(held, row.unit, ENERGY),
        left: constant(`${String(left)}/${String(row.amount)}`, left, row.amount),
      });
  }
  const inOrder = (rows: Instrument[]): Instrument[] => rows.sort((a, b) => a.index - b.index);
  return {
    counted: inOrder(counted),
    parts,
    uncounted: inOrder(uncounted),
    warnings: [...warnings, ...warnOfUnlinked(counted)],
  };
}

/** Others hold their certificates first, then come certificates, then contracts and tariffs. */
function rankOf(row: Instrument, entities: readonly string[]): number {
  if (!isForAny(row, entities)) return 0;
  return isCertificate(row) ? 1 : 2;
}

function compareRows(a: Instrument, b: Instrument): number {
  return compareTexts(a.key, b.key) || compareTexts(a.record, b.record);
}

/** Returns the certificates that name a contract or tariff, by its id in one spelling. */
function findBundles(all: readonly Instrument[]): Map<string, Instrument[]> {
  const named = all.filter(({ detail }) => detail.contract !== undefined);
  return Map.groupBy(named, ({ detail }) => bareName(detail.contract!));
}

/** The serial numbers of a row, and the energy of one certificate. */
interface Serials {
  readonly ranges: readonly SerialRange[];
  readonly each: Unit;
}

function openSerials(row: Instrument): Serials | null {
  const { retirement } = row.detail;
  if (retirement === undefined) return null;
  const each = readUnit(retirement.each ?? ENERGY.text, row, 'detail.retirement.each');
  if (each.dimension === ENERGY.dimension) return { ranges: readSerials(row, retirement), each };
  const text = `${row.key}: expected the energy of one certificate as a unit, such as MW.h, got ${each.text}`;
  throw new EngineError('unit-mismatch', text, each.text, placeOf(row, 'detail.retirement.each'));
}

function energyOf(ranges: readonly SerialRange[], each: Unit, to: Unit): Amount {
  const count = ranges.reduce((sum, range) => sum + countSerials(range), 0n);
  return convertAmount(new Amount(count), each, to);
}

/** Returns what a row repeats, and what is left of it, in its own unit. */
function measure(
  row: Instrument,
  repeated: readonly Repeated<Instrument>[],
  each: Unit,
): [repeated: Amount, left: Amount] {
  const ranges = repeated.map(({ range }) => range);
  const all = energyOf(ranges, each, row.unit);
  const held = all.greaterThan(row.amount) ? row.amount : all;
  return [held, row.amount.minus(held)];
}

function warnOfNumber(row: Instrument, { ranges, each }: Serials): Warning[] {
  const energy = energyOf(ranges, each, row.unit);
  if (energy.minus(row.amount).isZero()) return [];
  const unit = row.unit.text;
  const message =
    `${row.key} states ${row.value} ${unit}, and its serial numbers ${listSome(ranges.map(writeSerials))} are ` +
    `${String(energy)} ${unit} (1 ${each.text} each): correct one of them, or state the energy of one certificate in detail.retirement.each`;
  return [makeWarning('serials-mismatch', message, row)];
}

/** Warns of what a row repeats of each other row. @throws EngineError `duplicate-instrument` */
function warnOfRepeated(row: Instrument, repeated: readonly Repeated<Instrument>[], each: Unit): Warning[] {
  return [...Map.groupBy(repeated, ({ by }) => by)].map(([by, overlaps]) => {
    const ranges = overlaps.map(({ range }) => range);
    refuseOther(row, by, ranges[0]!);
    const serials = listSome(
      ranges.map((range) => `${writeSerials(range)} (${String(countSerials(range))})`),
    );
    const energy = energyOf(ranges, each, ENERGY);
    const where = by === row ? `twice in ${row.key}` : `in ${by.key} and ${row.key}`;
    const message = `overlapping serials ${serials} ${where}: ${String(energy)} MW.h of ${row.key} are left out, so that each counts once`;
    return makeWarning('overlapping-serials', message, row);
  });
}

/** Throws where two rows describe the same certificate otherwise. */
function refuseOther(row: Instrument, by: Instrument, range: SerialRange): void {
  if (!isCertificate(row) || !isCertificate(by)) return;
  const facts = [row, by].map(
    (each) => `${String(factorOf(each))} t per MW.h in ${each.detail.geography.slice(0, 2)}`,
  );
  if (facts[0] === facts[1]) return;
  const text = `${row.key} and ${by.key} hold the same certificates ${writeSerials(range)}, with ${facts[0]!} and ${facts[1]!}: correct one of them`;
  throw new EngineError(
    'duplicate-instrument',
    text,
    row.detail.id,
    placeOf(row, 'detail.retirement.serials'),
  );
}

function factorOf(row: Instrument): Amount {
  const unit = readUnit(row.detail.factorUnit, row, 'detail.factorUnit');
  const perEnergy = parseUnit('t/MW.h');
  const amount = readAmount(row.detail.factor, row, 'detail.factor');
  return unit.dimension === perEnergy.dimension ? convertAmount(amount, unit, perEnergy) : amount;
}

function warnOfBundle(row: Instrument, certificates: readonly Instrument[]): Warning {
  const energy = sumAmounts(certificates.map(({ amount, unit }) => convertAmount(amount, unit, ENERGY)));
  const message =
    `${row.key} (${row.value} ${row.unit.text}) adds nothing: its certificates are rows, ` +
    `${listSome(certificates.map(({ key }) => key))} (${String(energy)} MW.h)`;
  return makeWarning('contract-with-certificates', message, row);
}

function warnOfOthers(row: Instrument, entities: readonly string[]): Warning {
  const run =
    entities.length === 0
      ? 'the run names no organisation: set parameters.entities'
      : `the run is for ${listSome(entities)}`;
  const message = `${row.key} covers nothing. It was retired for ${row.detail.retirement?.for ?? ''}, and ${run}`;
  return makeWarning('instrument-not-counted', message, row);
}

/**
 * Warns of a contract or tariff beside certificates of its country, where neither says which certificates are its own: the same electricity
 * could count twice.
 */
function warnOfUnlinked(counted: readonly Instrument[]): Warning[] {
  const loose = counted.filter((row) => isCertificate(row) && row.detail.contract === undefined);
  const contracts = counted.filter((row) => !isCertificate(row) && row.detail.retirement === undefined);
  return contracts.flatMap((row) => {
    const country = row.detail.geography.slice(0, 2);
    const beside = loose.filter(({ detail }) => detail.geography.slice(0, 2) === country);
    if (beside.length === 0) return [];
    const energy = sumAmounts(beside.map(({ amount, unit }) => convertAmount(amount, unit, ENERGY)));
    const message =
      `${row.key} (${row.value} ${row.unit.text}) and the certificates ${listSome(beside.map(({ key }) => key))} (${String(energy)} MW.h) ` +
      'both count, and could be of the same electricity: name the contract or tariff of a certificate in detail.contract, ' +
      `or state the serial numbers of ${row.key} in detail.retirement`;
    return [makeWarning('contract-beside-certificates', message, row)];
  });
}

function makeWarning(code: Warning['code'], message: string, { record, key }: Instrument): Warning {
  return { code, message, row: { record, key } };
}
