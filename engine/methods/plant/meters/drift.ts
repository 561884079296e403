import type { Warning } from '../../../errors/warning.ts';
import { sumRows } from '../../../figures/exact.ts';
import { ZERO, type Amount } from '../../../quantities/decimal.ts';
import { toFloat } from '../../../quantities/float.ts';
import { convertAmount } from '../../../quantities/unit.ts';
import { showTime } from '../../../factors/factor.ts';
import {
  calibrationAt,
  deviationOf,
  showAmount,
  unitOfMeter,
  type Calibration,
  type MeterUse,
  type Reading,
} from './use.ts';
import { warnOf } from './warnings.ts';

/** Two values differ by more than their standard deviations explain beyond this many of these: the coverage factor of a 95 % interval. */
const COVERAGE = 2;

/** Whether two amounts with standard deviations, each over its amount, differ by more than these explain. */
function differs([one, other]: readonly [number, number], [a, b]: readonly [number, number]): boolean {
  const [difference, u, v] = [one - other, a * one, b * other];
  return difference * difference > COVERAGE * COVERAGE * (u * u + v * v);
}

/** Warns where the next calibration of a meter is further from the one before than both explain: it drifted in between. */
export function warnOfStep(use: MeterUse): Warning[] {
  const { stream, readings, calibrations } = use;
  return calibrations.flatMap((next, at) => {
    const before = calibrations[at - 1];
    if (before === undefined || before.from >= stream.until || next.from < stream.from) return [];
    const deviations = [deviationOf(before), deviationOf(next)];
    if (deviations.includes(null)) return [];
    const values = [toFloat(before.amount), toFloat(next.amount)] as const;
    if (!differs(values, deviations as [number, number])) return [];
    const between = readings.filter(({ from }) => calibrationAt(use, from) === before);
    if (between.length === 0) return [];
    const unit = unitOfMeter(stream);
    const shown = sumRows(between, unit);
    const most = shown.times(next.amount.minus(before.amount).abs());
    return [
      warnOf(
        'meter-drift',
        use,
        `drifted: ${next.key} of ${showTime(next.from)} is ${next.value}, after ${before.value}. Up to ${showAmount(most, unit)} of the ${showAmount(shown, unit)} before it are wrong`,
      ),
    ];
  });
}

const DAY = 86400;

/** What two meters of one flow measured on a day, in the times that both have. */
interface Day {
  readonly at: number;
  own: Amount;
  beside: Amount;
}

/**
 * Warns where a meter and the second one of its stream differ on days, by more than their calibrations explain. Without the uncertainties of both
 * nothing is judged.
 */
export function warnOfDifference(use: MeterUse, beside: MeterUse): Warning[] {
  const unit = unitOfMeter(use.stream);
  const days = compareDays(use, beside);
  const far = days.filter(({ at, own, beside: other }) => {
    const deviations = [use, beside].map((one) => deviationOf(calibrationAt(one, at)));
    if (deviations.includes(null)) return false;
    return differs([toFloat(own), toFloat(other)], deviations as [number, number]);
  });
  const [first] = far;
  if (first === undefined) return [];
  const difference = far.reduce((sum, day) => sum.plus(day.own.minus(day.beside)), ZERO);
  const word = difference.isNegative() ? 'less' : 'more';
  return [
    warnOf(
      'meter-drift',
      use,
      `and meter ${beside.meter} of the same flow differ on ${far.length} of ${days.length} days by more than their calibrations explain, first on ${showTime(first.at)}: on these days it shows ${showAmount(difference.abs(), unit)} ${word}`,
    ),
  ];
}

function compareDays(use: MeterUse, beside: MeterUse): Day[] {
  const others = new Map(beside.readings.map((reading) => [reading.from, reading]));
  const days = new Map<number, Day>();
  for (const reading of use.readings) {
    const other = others.get(reading.from);
    if (other === undefined || other.until !== reading.until) continue;
    const at = reading.from - (reading.from % DAY);
    const day = days.get(at) ?? { at, own: ZERO, beside: ZERO };
    days.set(at, day);
    day.own = day.own.plus(corrected(use, reading));
    day.beside = day.beside.plus(corrected(beside, other));
  }
  return [...days.values()].sort((a, b) => a.at - b.at);
}

/** Returns what a reading is with its calibration, in the unit of the stream. */
function corrected(use: MeterUse, { amount, unit, from }: Reading): Amount {
  const shown = convertAmount(amount, unit, unitOfMeter(use.stream));
  const calibration: Calibration | null = calibrationAt(use, from);
  return calibration === null ? shown : shown.times(calibration.amount);
}
