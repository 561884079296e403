import type { Warning } from '../../../errors/warning.ts';
import { selectFactor } from '../../../factors/factor.ts';
import { HALF_WIDTH_95, spreadOf } from '../../../figures/distribution.ts';
import type { MethodContext } from '../../../figures/method-context.ts';
import { fromFloat, readFloat } from '../../../quantities/float.ts';
import { convertAmount, parseUnit } from '../../../quantities/unit.ts';
import { rowsAbout } from '../../../rows/row-index.ts';
import type { Row, RowOf } from '../../../rows/row.ts';
import { foldName } from '../../../rows/spelling.ts';
import type { Calibration, MeterUse } from './use.ts';
import { warnOf } from './warnings.ts';

type Limit = RowOf<'tier-limit'>;

/** Which tier the calibrations of a meter reach, for the figures of its stream. */
export interface ReachedTier {
  /** In words; absent where no row limits such a stream, or a calibration states no uncertainty. */
  readonly rules?: string;
  /** The rows with the limits. */
  readonly documents: readonly Row[];
  readonly warnings: readonly Warning[];
}

const UNKNOWN: ReachedTier = { documents: [], warnings: [] };

/** Two widths whose difference is below this part are equal, but for how float64 rounds. */
const SAME = 1e-9;

/**
 * Returns which tier the amount of a stream reaches by its least sure calibration, under the rule set of the run. It warns where the stream states a
 * higher one.
 * @throws EngineError as `selectFactor`
 */
export function judgeTier(
  use: MeterUse,
  calibrations: Iterable<Calibration | null>,
  context: MethodContext,
): ReachedTier {
  const width = widestOf(calibrations);
  const limits = width === null ? [] : listLimits(use, context);
  if (width === null || limits.length === 0) return UNKNOWN;
  const { material, tier: stated } = use.stream.detail;
  const reached = limits.findLast(({ most }) => width <= most * (1 + SAME))?.row.detail.tier ?? 0;
  const { ruleSet } = limits[0]!.row.detail;
  const shown = `±${showPercent(width)} of the calibration reaches ${reached === 0 ? 'no tier' : `tier ${reached}`}`;
  const asked = limits.find(({ row }) => row.detail.tier === stated);
  const text = `does not reach tier ${stated ?? 0} of ${material}, which the stream states: ${shown}, and ${asked?.row.key ?? ''} allows ±${showPercent(asked?.most ?? 0)}. State tier ${reached}, or calibrate the meter better`;
  return {
    rules: `tiers of ${context.constants ?? ruleSet}: ${shown}`,
    documents: limits.map(({ row }) => row),
    warnings: asked === undefined || stated! <= reached ? [] : [warnOf('tier-not-reached', use, text)],
  };
}

/** Returns half the width of the widest 95 % interval of calibrations, over their value; null where one is missing or states none. */
function widestOf(calibrations: Iterable<Calibration | null>): number | null {
  let widest: number | null = null;
  for (const calibration of calibrations) {
    const spread = calibration === null ? null : spreadOf(calibration);
    if (spread === null) return null;
    const width = HALF_WIDTH_95 * spread.deviation;
    if (widest === null || width > widest) widest = width;
  }
  return widest;
}

const RATIO = parseUnit('1');

/** Returns the limits of such a stream, by tier: those of its material where there are any, else those of its treatment. */
function listLimits({ stream }: MeterUse, { rows, constants, proxies }: MethodContext): Limited[] {
  if (constants === undefined) return [];
  const { material, treatment = 'mass-balance' } = stream.detail;
  const ofSet = rowsAbout(rows, 'tier-limit', foldName(constants)).filter(
    ({ detail }) => detail.treatment === treatment,
  );
  const own = ofSet.filter(({ detail }) => detail.material === material);
  const used = own.length > 0 ? own : ofSet.filter(({ detail }) => detail.material === undefined);
  const byTier = [...Map.groupBy(used, ({ detail }) => detail.tier)].sort(([a], [b]) => a - b);
  return byTier.map(([tier, candidates]) => {
    const what = `limit of tier ${tier} of ${material}`;
    const { row } = selectFactor(
      candidates,
      { what, period: stream, by: stream, column: 'detail.tier' },
      proxies,
    );
    return { row, most: readFloat(String(convertAmount(row.amount, row.unit, RATIO))) };
  });
}

interface Limited {
  readonly row: Limit;
  readonly most: number;
}

function showPercent(ratio: number): string {
  return `${String(fromFloat(100 * ratio, 3))} %`;
}
