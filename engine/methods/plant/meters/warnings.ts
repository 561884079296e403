import type { Warning, WarningCode } from '../../../errors/warning.ts';
import { sumRows } from '../../../figures/exact.ts';
import { Amount } from '../../../quantities/decimal.ts';
import {
  calibrationAt,
  isValidAt,
  showAmount,
  showHours,
  showMinute,
  showShare,
  unitOfMeter,
  type MeterUse,
  type Reading,
} from './use.ts';

/** Returns a warning about a meter at a stream; it names both. */
export function warnOf(code: WarningCode, { stream, meter }: MeterUse, text: string): Warning {
  const { record, key } = stream;
  return { code, message: `${key}: meter ${meter} ${text}`, row: { record, key } };
}

/** Warns of times without readings, of readings without a valid calibration or substituted, and of another amount that the stream states. */
export function warnOfReadings(use: MeterUse): Warning[] {
  const { stream, readings, isCheck } = use;
  const unit = unitOfMeter(stream);
  const sum = sumRows(readings, unit);
  const substituted = readings.filter(({ detail }) => detail.measurement === 'substituted');
  return [
    ...warnOfGaps(use, sum),
    ...warnOfUncalibrated(use, sum),
    ...(substituted.length === 0 ? [] : [warnOfSubstituted(use, substituted, sum)]),
    ...(isCheck || sum.round(stream.amount.scale).minus(stream.amount).isZero()
      ? []
      : [
          warnOf(
            'meter-differs',
            use,
            `shows ${showAmount(sum, unit)}, and the stream states ${stream.value} ${stream.unit.text}: what the meter shows counts`,
          ),
        ]),
  ];
}

/** Warns where the calibration of a meter is not valid for the whole time of a stream that states its amount. */
export function warnOfStated(use: MeterUse): Warning[] {
  const { stream } = use;
  const { from, until } = stream;
  const calibration = calibrationAt(use, from)!;
  if (calibration.from <= from && until <= calibration.until) return [];
  const invalid =
    (calibration.from > from ? calibration.from - from : 0) +
    (until > calibration.until ? until - (from > calibration.until ? from : calibration.until) : 0);
  return [
    warnOf(
      'meter-uncalibrated',
      use,
      `has no valid calibration for ${showHours(invalid)} of the ${showHours(until - from)} hours of the stream: ${calibration.key} counts, which is valid from ${showMinute(calibration.from)} to ${showMinute(calibration.until)}`,
    ),
  ];
}

interface Gap {
  readonly from: number;
  readonly until: number;
}

function listGaps({ stream, readings }: MeterUse): Gap[] {
  const gaps: Gap[] = [];
  let covered = stream.from;
  const isOrdered = readings.every(({ from }, at) => at === 0 || readings[at - 1]!.from <= from);
  for (const { from, until } of isOrdered ? readings : readings.toSorted((a, b) => a.from - b.from)) {
    if (from > covered) gaps.push({ from: covered, until: from });
    covered = until;
  }
  if (stream.until > covered) gaps.push({ from: covered, until: stream.until });
  return gaps;
}

function warnOfGaps(use: MeterUse, sum: Amount): Warning[] {
  const { stream } = use;
  const gaps = listGaps(use);
  const [first] = gaps;
  if (first === undefined) return [];
  const whole = stream.until - stream.from;
  const missing = gaps.reduce((total, { from, until }) => total + until - from, 0);
  const [lost, read] = [missing, whole - missing].map((seconds) => new Amount(BigInt(seconds))) as [
    Amount,
    Amount,
  ];
  const likely = sum.times(lost).div(read);
  const where = `from ${showMinute(first.from)} to ${showMinute(first.until)}`;
  const more = gaps.length === 1 ? '' : ` and ${gaps.length - 1} more times`;
  return [
    warnOf(
      'meter-gap',
      use,
      `has no reading for ${showHours(missing)} of ${showHours(whole)} hours, ${where}${more}: nothing counts for them, at its mean they would be ${showAmount(likely, unitOfMeter(stream))}. Add readings with detail.measurement substituted`,
    ),
  ];
}

function warnOfUncalibrated(use: MeterUse, sum: Amount): Warning[] {
  const { readings, calibrations, stream } = use;
  const [only] = calibrations;
  const isFine = calibrations.length === 1 && only!.from <= stream.from && stream.until <= only!.until;
  if (isFine) return [];
  const invalid = readings.filter(({ from }) => !isValidAt(calibrationAt(use, from), from));
  const [first] = invalid;
  if (first === undefined) return [];
  const unit = unitOfMeter(stream);
  const what = `${showHours(hoursOf(invalid))} hours and ${showAmount(sumRows(invalid, unit), unit)} (${showShare(sumRows(invalid, unit), sum)})`;
  if (only === undefined)
    return [
      warnOf(
        'meter-uncalibrated',
        use,
        `has no calibration: its ${what} count as certain. Add a row meter-calibration`,
      ),
    ];
  const counting = calibrationAt(use, first.from)!;
  return [
    warnOf(
      'meter-uncalibrated',
      use,
      `has no valid calibration for ${what}, first at ${showMinute(first.from)}: ${counting.key} counts there, which is valid from ${showMinute(counting.from)} to ${showMinute(counting.until)}`,
    ),
  ];
}

function warnOfSubstituted(use: MeterUse, substituted: readonly Reading[], sum: Amount): Warning {
  const unit = unitOfMeter(use.stream);
  const own = sumRows(substituted, unit);
  return warnOf(
    'meter-substituted',
    use,
    `was substituted for ${showHours(hoursOf(substituted))} hours: ${showAmount(own, unit)}, ${showShare(own, sum)} of its sum`,
  );
}

function hoursOf(readings: readonly Reading[]): number {
  return readings.reduce((sum, { from, until }) => sum + until - from, 0);
}
