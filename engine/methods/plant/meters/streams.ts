import { EngineError, placeOf } from '../../../errors/engine-error.ts';
import { findNearestName } from '../../../errors/nearest-name.ts';
import type { Draft } from '../../../figures/draft.ts';
import type { MethodContext } from '../../../figures/method-context.ts';
import { liesOutside } from '../../../rows/activity.ts';
import { keep, rowsAbout, rowsOfType } from '../../../rows/row-index.ts';
import { showTime } from '../../../factors/factor.ts';
import type { Quantity } from '../../../figures/expression.ts';
import { draftMeter, factorOfStated } from './figure.ts';
import { judgeTier } from './tier.ts';
import { warnOfStated } from './warnings.ts';
import { calibrationAt, refuse, type Calibration, type MeterUse, type Reading, type Stream } from './use.ts';

/** What the meters of streams say. Streams whose meters have neither readings nor calibrations are in none of it. */
export interface Metered {
  /** The amounts of streams by the readings of their meters: these count, and not what the streams state. */
  readonly amounts: ReadonlyMap<Stream, Draft>;
  /** What second meters measured: it is compared, and counts only where both are reconciled. */
  readonly checks: ReadonlyMap<Stream, Draft>;
  /** The calibrations that multiply what other streams state. */
  readonly factors: ReadonlyMap<Stream, Quantity>;
  /** Warnings about the latter, and the rows that decide them. */
  readonly notes: ReadonlyMap<Stream, Required<Pick<Draft, 'warnings' | 'documents'>>>;
  /** All figures of meters: those of the amounts, and those of second meters. */
  readonly drafts: readonly Draft[];
}

/**
 * Returns what meters say of streams: the sum of the readings of the time of a stream, each times the calibration that was in force; of a meter
 * without readings the calibration alone.
 * @throws EngineError `bad-meter`, `unit-mismatch`
 */
export function meterStreams(streams: readonly Stream[], context: MethodContext): Metered {
  const { rows } = context;
  const hasReadings = rowsOfType(rows, 'meter-reading').length > 0;
  if (!hasReadings && rowsOfType(rows, 'meter-calibration').length === 0) return NOTHING_METERED;
  const named = listNamed(streams);
  if (hasReadings) refuseUnknown(named, context);
  const uses = [...named].flatMap(([meter, of]) => openUses(meter, of, context));
  const [read, stated] = [uses.filter(isRead), uses.filter((use) => !isRead(use))];
  const checks = new Map(read.filter(({ isCheck }) => isCheck).map((use) => [use.stream, use]));
  const own = read.filter(({ isCheck }) => !isCheck);
  own.forEach((use) => refuseUnchecked(use, checks));
  const amounts = new Map(
    own.map((use) => [use.stream, draftMeter(use, { beside: checks.get(use.stream), context })]),
  );
  const beside = new Map([...checks].map(([stream, use]) => [stream, draftMeter(use, { context })]));
  return {
    amounts,
    checks: beside,
    factors: new Map(stated.map((use) => [use.stream, factorOfStated(use)])),
    notes: new Map(stated.map((use) => [use.stream, noteStated(use, context)])),
    drafts: [...amounts.values(), ...beside.values()],
  };
}

const NOTHING_METERED: Metered = {
  amounts: new Map(),
  checks: new Map(),
  factors: new Map(),
  notes: new Map(),
  drafts: [],
};

/** Returns the warnings about a stream that states its amount: its calibration is not valid, or reaches less than its tier. */
function noteStated(use: MeterUse, context: MethodContext): Required<Pick<Draft, 'warnings' | 'documents'>> {
  const { warnings, documents } = judgeTier(use, [calibrationAt(use, use.stream.from)], context);
  return { warnings: [...warnOfStated(use), ...warnings], documents };
}

function isRead({ readings }: MeterUse): boolean {
  return readings.length > 0;
}

/** A stream that names a meter. */
interface Named {
  readonly stream: Stream;
  readonly isCheck: boolean;
}

/** Returns the streams that name each meter. */
function listNamed(streams: readonly Stream[]): ReadonlyMap<string, readonly Named[]> {
  const named = new Map<string, Named[]>();
  const add = (meter: string | undefined, one: Named): void => {
    if (meter !== undefined) named.set(meter, [...(named.get(meter) ?? []), one]);
  };
  for (const stream of streams) {
    add(stream.detail.meter, { stream, isCheck: false });
    add(stream.detail.checkMeter, { stream, isCheck: true });
  }
  return named;
}

/** Returns the uses of a meter that has readings or calibrations. @throws EngineError `bad-meter` */
function openUses(meter: string, named: readonly Named[], context: MethodContext): MeterUse[] {
  const calibrations = rowsAbout(context.rows, 'meter-calibration', meter).toSorted(byTime);
  const all = keep(
    rowsAbout(context.rows, 'meter-reading', meter),
    (reading) => !liesOutside(reading, context.period),
  );
  if (all.length === 0 && calibrations.length === 0) return [];
  checkCalibrations(meter, calibrations);
  const counted = all.length > 0 ? named : named.filter(({ isCheck }) => !isCheck);
  if (all.length > 0) placeReadings(meter, all, named);
  return counted.map(({ stream, isCheck }) => {
    const readings = keep(all, ({ from, until }) => stream.from <= from && until <= stream.until);
    const use = { meter, stream, isCheck, readings, calibrations };
    if (!isCheck) refuseUncertain(use);
    if (readings.length > 0 || all.length === 0) return use;
    throw refuse(
      stream,
      isCheck ? 'checkMeter' : 'meter',
      meter,
      `meter ${meter} has readings, but none from ${showTime(stream.from)} to ${showTime(stream.until)}: add them, or leave out detail.${isCheck ? 'checkMeter' : 'meter'}`,
    );
  });
}

function byTime(a: Reading | Calibration, b: Reading | Calibration): number {
  return a.from - b.from;
}

function checkCalibrations(meter: string, sorted: readonly Calibration[]): void {
  const at = sorted.findIndex((row, index) => index > 0 && row.from === sorted[index - 1]!.from);
  if (at === -1) return;
  const [first, second] = [sorted[at - 1]!, sorted[at]!];
  const text = `${second.key} and ${first.key} calibrate meter ${meter} from the same time on: leave one out`;
  throw new EngineError('bad-meter', text, meter, placeOf(second, 'from'));
}

/**
 * Checks that each reading is about a time of its own, of exactly one stream: no reading is left out, and none counts twice.
 * @throws EngineError `bad-meter`
 */
function placeReadings(meter: string, readings: readonly Reading[], named: readonly Named[]): void {
  const streams = named.map(({ stream }) => stream).toSorted((a, b) => a.from - b.from);
  streams.forEach((stream, at) => {
    const before = streams[at - 1];
    if (before === undefined || before.until <= stream.from) return;
    const text = `meter ${meter} has readings, and ${before.key} is a stream of it at the same time: name the meter in one of them`;
    throw refuse(stream, stream.detail.meter === meter ? 'meter' : 'checkMeter', meter, text);
  });
  let at = 0;
  let before: Reading | null = null;
  for (const reading of inOrder(readings)) {
    if (before !== null && reading.from < before.until) throw refuseSecond(reading, before);
    before = reading;
    while (at < streams.length && streams[at]!.until <= reading.from) at++;
    const stream = streams[at];
    if (stream !== undefined && stream.from <= reading.from && reading.until <= stream.until) continue;
    const text = `${reading.key}: no stream of meter ${meter} covers the time of this reading: add a row plant-stream of that time, or leave out the reading`;
    throw new EngineError('bad-meter', text, meter, placeOf(reading, 'from'));
  }
}

/** Returns readings by their time: the same list where they are so already, as most are. */
function inOrder(readings: readonly Reading[]): readonly Reading[] {
  const isOrdered = readings.every(({ from }, at) => at === 0 || readings[at - 1]!.from <= from);
  return isOrdered ? readings : readings.toSorted(byTime);
}

function refuseSecond(reading: Reading, before: Reading): EngineError {
  const text = `${reading.key} and ${before.key} are readings of meter ${reading.detail.meter} for the same time: leave one out`;
  return new EngineError('bad-meter', text, reading.detail.meter, placeOf(reading, 'from'));
}

/** Throws for a reading of a meter that no stream names. */
function refuseUnknown(named: ReadonlyMap<string, unknown>, { rows, period }: MethodContext): void {
  let known: string | null = null;
  for (const reading of rowsOfType(rows, 'meter-reading')) {
    const { meter } = reading.detail;
    if (meter === known || named.has((known = meter)) || liesOutside(reading, period)) continue;
    const nearest = findNearestName(meter, named.keys());
    const advice = nearest === null ? '' : ` (did you mean ${nearest}?)`;
    const text = `${reading.key}: no stream names meter ${meter}${advice}: name it in detail.meter or detail.checkMeter of a row plant-stream, or leave out its readings`;
    throw new EngineError('bad-meter', text, meter, placeOf(reading, 'detail.meter'));
  }
}

/** Throws where a stream and the calibrations of its meter both say how sure the amount is. */
function refuseUncertain({ meter, stream, calibrations }: MeterUse): void {
  if (stream.detail.uncertainty === undefined || calibrations.length === 0) return;
  const text = `it states an uncertainty, and ${calibrations[0]!.key} states that of its meter ${meter}: leave one out`;
  throw refuse(stream, 'uncertainty', stream.detail.uncertainty, text);
}

/** Throws where a stream names a second meter without readings, and its own meter has some. */
function refuseUnchecked({ stream }: MeterUse, checks: ReadonlyMap<Stream, unknown>): void {
  const { checkMeter } = stream.detail;
  if (checkMeter === undefined || checks.has(stream)) return;
  const text = `meter ${checkMeter} has no readings to compare: add them, or leave out detail.checkMeter`;
  throw refuse(stream, 'checkMeter', checkMeter, text);
}
