import { EngineError, placeOf } from '../../../errors/engine-error.ts';
import { spreadOf } from '../../../figures/distribution.ts';
import { Amount, roundAmount, showFew } from '../../../quantities/decimal.ts';
import { parseUnit, type Unit } from '../../../quantities/unit.ts';
import { showTime } from '../../../factors/factor.ts';
import type { RowOf } from '../../../rows/row.ts';

/** An amount of a material that a meter measures. */
export type Stream = RowOf<'plant-stream'>;
export type Reading = RowOf<'meter-reading'>;
export type Calibration = RowOf<'meter-calibration'>;

/** A meter at one stream: its readings of the time of the stream, and all of its calibrations, by their time. */
export interface MeterUse {
  readonly meter: string;
  readonly stream: Stream;
  /** Whether it is the second meter of the stream, which is compared and not counted. */
  readonly isCheck: boolean;
  /** Ascending by record and key. None where the amount that the stream states counts. */
  readonly readings: readonly Reading[];
  readonly calibrations: readonly Calibration[];
}

/** Returns the calibration in force at a time: the last one that began, else the first one; null where there is none. */
export function calibrationAt({ calibrations }: MeterUse, time: number): Calibration | null {
  let found = calibrations[0] ?? null;
  for (const calibration of calibrations) if (calibration.from <= time) found = calibration;
  return found;
}

/** Whether a calibration was valid at a time. */
export function isValidAt(calibration: Calibration | null, time: number): boolean {
  return calibration !== null && calibration.from <= time && time < calibration.until;
}

/** Returns the standard deviation of what a calibration states, over its value; null where it states none. */
export function deviationOf(calibration: Calibration | null): number | null {
  const spread = calibration === null ? null : spreadOf(calibration);
  return spread === null ? null : spread.deviation;
}

/** Returns the unit of what the meter of a stream measures: that of the stream, without its substance. */
export function unitOfMeter({ unit }: Stream): Unit {
  return unit.substance === null ? unit : parseUnit(unit.text.replace(/\{[^{}]*\}$/, ''));
}

/** Returns the error for a column of a stream. */
export function refuse(stream: Stream, column: string, value: unknown, text: string): EngineError {
  return new EngineError('bad-meter', `${stream.key}: ${text}`, value, placeOf(stream, `detail.${column}`));
}

/** Returns a time to the minute (UTC), such as `2026-03-01 04:00`. */
export function showMinute(seconds: number): string {
  const ofDay = seconds % 86400;
  const minutes = (ofDay - (ofDay % 60)) / 60;
  const pad = (count: number): string => String(count).padStart(2, '0');
  return `${showTime(seconds)} ${pad((minutes - (minutes % 60)) / 60)}:${pad(minutes % 60)}`;
}

const HOUR = new Amount(3600n);

/** Returns seconds as hours, such as `36` or `0.25`. */
export function showHours(seconds: number): string {
  return String(roundAmount(new Amount(BigInt(seconds)).div(HOUR), { mode: 'half-even', decimals: 2 }));
}

/** Returns an amount with its unit, to six digits. */
export function showAmount(amount: Amount, { text }: Unit): string {
  return `${showFew(amount)} ${text}`;
}

/** Returns a part of a whole in per cent, to two digits. */
export function showShare(part: Amount, whole: Amount): string {
  if (whole.isZero()) return '0 %';
  const share = part.times(new Amount(100n)).div(whole);
  return `${String(roundAmount(share, { mode: 'half-even', digits: 2 }))} %`;
}
