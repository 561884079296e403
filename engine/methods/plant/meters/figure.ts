import type { Draft } from '../../../figures/draft.ts';
import { quantityOf, type Expression, type Quantity } from '../../../figures/expression.ts';
import type { MethodContext } from '../../../figures/method-context.ts';
import { describeUses, Shapes, sumTerms, type Shape } from '../../../figures/terms.ts';
import { showTime } from '../../../factors/factor.ts';
import { parseUnit } from '../../../quantities/unit.ts';
import type { FigureKind } from '../../method.ts';
import { warnOfDifference, warnOfStep } from './drift.ts';
import {
  calibrationAt,
  deviationOf,
  refuse,
  unitOfMeter,
  type Calibration,
  type MeterUse,
  type Reading,
} from './use.ts';
import { judgeTier } from './tier.ts';
import { warnOfReadings } from './warnings.ts';

const RATIO = parseUnit('1');

/** The figure of a meter at a stream. */
export const METER_FIGURE: FigureKind = {
  key: 'plant/{plant}/meter/{meter}/{from}',
  unit: '*',
  meaning:
    'What a meter measured for a stream, in the unit of the stream, from this day on: its readings, times its calibration.',
};

/**
 * Returns the figure of a meter at a stream, with its warnings, and the tier that it reaches.
 * @param beside the second meter of the stream, with which it is compared
 * @throws EngineError `unit-mismatch`
 */
export function draftMeter(
  use: MeterUse,
  { beside, context }: { readonly beside?: MeterUse | undefined; readonly context: MethodContext },
): Draft {
  const { meter, stream, readings } = use;
  const expression = expressReadings(use);
  const tier = judgeTier(use, new Set(readings.map(({ from }) => calibrationAt(use, from))), context);
  const { categories, geographies } = describeUses([stream]);
  return {
    key: `plant/${stream.detail.plant}/meter/${meter}/${showTime(stream.from)}`,
    method: 'plant@1',
    unit: unitOfMeter(stream).text,
    scope: null,
    gwpSet: null,
    gases: [],
    ...(tier.rules === undefined ? {} : { rules: tier.rules }),
    categories,
    geographies,
    period: { from: stream.from, until: stream.until },
    documents: [stream, ...tier.documents],
    expression,
    warnings: [
      ...warnOfReadings(use),
      ...tier.warnings,
      ...warnOfStep(use),
      ...(beside === undefined ? [] : warnOfDifference(use, beside)),
    ],
  };
}

/** Returns the sum of the readings of a meter, each times the calibration that was in force. */
function expressReadings(use: MeterUse): Expression {
  const { meter, stream, readings } = use;
  const within = { from: stream.from, until: stream.until };
  const selection = { rows: ['meter-reading'], where: { meter }, within };
  return sumTerms(readings, selection, shapesOfReadings(use));
}

/** Returns what multiplies a reading. One that states no uncertainty has that of its calibration. */
function shapesOfReadings(use: MeterUse): (reading: Reading) => Shape {
  const base = { symbol: 'R', to: unitOfMeter(use.stream), substance: use.stream.unit.substance };
  const shapes = new Shapes();
  let last: { detail: Reading['detail']; calibration: Calibration | null; shape: Shape } | undefined;
  return ({ detail, from }) => {
    const calibration = calibrationAt(use, from);
    if (last?.detail === detail && last.calibration === calibration) return last.shape;
    const isCertain = detail.uncertainty === undefined && deviationOf(calibration) !== null;
    const shape = shapes.of([calibration, isCertain], () => ({
      ...base,
      factors: calibration === null ? [] : [factorOf(calibration)],
      ...(isCertain ? { isCertain: true } : {}),
    }));
    last = { detail, calibration, shape };
    return shape;
  };
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
