import type { Draft } from '../../figures/draft.ts';
import { quantityOf, type Expression, type Quantity } from '../../figures/expression.ts';
import { describeUses, sumTerms, type Shape } from '../../figures/terms.ts';
import { showTime } from '../../factors/factor.ts';
import { parseUnit } from '../../quantities/unit.ts';
import type { FigureKind } from '../method.ts';
import { warnOfDifference, warnOfStep } from './meter-drift.ts';
import { calibrationAt, refuse, unitOfMeter, type Calibration, type MeterUse } from './meter-use.ts';
import { warnOfReadings } from './meter-warnings.ts';

const RATIO = parseUnit('1');

/** The figure of a meter at a stream. */
export const METER_FIGURE: FigureKind = {
  key: 'plant/{plant}/meter/{meter}/{from}',
  unit: '*',
  meaning:
    'What a meter measured for a stream, in the unit of the stream, from this day on: its readings, times its calibration.',
};

/**
 * Returns the figure of a meter at a stream, with its warnings.
 * @param beside the second meter of the stream, with which it is compared
 * @throws EngineError `unit-mismatch`
 */
export function draftMeter(use: MeterUse, beside?: MeterUse): Draft {
  const { meter, stream } = use;
  const expression = expressReadings(use);
  const { categories, geographies } = describeUses([stream]);
  return {
    key: `plant/${stream.detail.plant}/meter/${meter}/${showTime(stream.from)}`,
    method: 'plant@1',
    unit: unitOfMeter(stream).text,
    scope: null,
    gwpSet: null,
    gases: [],
    categories,
    geographies,
    period: { from: stream.from, until: stream.until },
    documents: [stream],
    expression,
    warnings: [
      ...warnOfReadings(use),
      ...warnOfStep(use),
      ...(beside === undefined ? [] : warnOfDifference(use, beside)),
    ],
  };
}

/** Returns the sum of the readings of a meter, each times the calibration that was in force. */
function expressReadings(use: MeterUse): Expression {
  const { meter, stream, readings, calibrations } = use;
  const within = { from: stream.from, until: stream.until };
  const selection = { rows: ['meter-reading'], where: { meter }, within };
  const base = { symbol: 'R', to: unitOfMeter(stream), substance: stream.unit.substance };
  const shapes = new Map<Calibration | null, Shape>();
  const shapeOf = (calibration: Calibration | null): Shape => {
    const known = shapes.get(calibration);
    if (known !== undefined) return known;
    const shape = { ...base, factors: calibration === null ? [] : [factorOf(calibration)] };
    shapes.set(calibration, shape);
    return shape;
  };
  if (calibrations.length < 2) {
    const only = shapeOf(calibrations[0] ?? null);
    return sumTerms(readings, selection, () => only);
  }
  return sumTerms(readings, selection, ({ from }) => shapeOf(calibrationAt(use, from)));
}

/** Returns the calibration that multiplies what a stream states. @throws EngineError `bad-meter` where there are two within its time */
export function factorOfStated(use: MeterUse): Quantity {
  const { meter, stream, calibrations } = use;
  const calibration = calibrationAt(use, stream.from)!;
  const next = calibrations.find(({ from }) => stream.from < from && from < stream.until);
  if (next === undefined || calibration === next) return factorOf(calibration);
  const text = `${next.key} calibrates meter ${meter} within its time: split the stream on ${showTime(next.from)}, or add the readings of the meter`;
  throw refuse(stream, 'meter', meter, text);
}

function factorOf(calibration: Calibration): Quantity {
  return quantityOf('k', calibration, RATIO, null);
}
