import type { Warning } from '../../errors/warning.ts';
import { normalDeviate } from '../../quantities/deviates.ts';
import { fromFloat } from '../../quantities/float.ts';
import type { Measurement } from './measurement.ts';
import type { Weights } from './weights.ts';

/** The probability with which a test passes where only the stated uncertainties are at work (VDI 2048: 95 %). */
export const LEVEL = 0.95;
/** 1.96: the measurement test. */
const MOST = normalDeviate((1 + LEVEL) / 2);
/** Two adjustments whose correlation is so near 1 or −1 are always the same one, in their standard deviations. */
const ALIKE = 1 - 1e-9;
const DIGITS = 4;

/** A reconciliation whose flows and fit are known. */
export interface Tested {
  readonly name: string;
  readonly measurements: readonly Measurement[];
  readonly weights: Weights;
  /** In the unit of each flow. */
  readonly adjustments: readonly number[];
  /** Σ v V⁻¹ v. */
  readonly fit: number;
  /** What it does not exceed in 95 of 100 cases. */
  readonly limit: number;
  readonly freedom: number;
}

/** The warnings of a reconciliation. */
export interface Judged {
  readonly ofFit: readonly Warning[];
  /** Of each measurement. */
  readonly ofMeasurements: readonly (readonly Warning[])[];
}

/** Flows that no test tells apart, and their test: the adjustment over its standard deviation. */
interface Suspects {
  readonly members: readonly number[];
  readonly test: number;
}

/**
 * Judges a reconciliation by the global test and the measurement tests. Measurements whose adjustments always move together are named together:
 * the balances can't tell which of them is wrong.
 */
export function judge(tested: Tested): Judged {
  const suspects = listSuspects(tested);
  const ofMeasurements = tested.measurements.map((): Warning[] => []);
  for (const each of suspects.filter(({ test }) => test > MOST)) {
    const warning = warnOfSuspects(each, tested);
    for (const member of each.members) ofMeasurements[member]!.push(warning);
  }
  return { ofFit: warnOfFit(suspects[0], tested), ofMeasurements };
}

/** Returns measurements in groups that no test tells apart, the most suspect ones first. */
function listSuspects({ weights, adjustments }: Tested): Suspects[] {
  const groups: { readonly members: number[]; readonly test: number }[] = [];
  adjustments.forEach((adjustment, at) => {
    const deviation = weights.adjustments[at]!;
    if (deviation === 0) return;
    const test = (adjustment < 0 ? -adjustment : adjustment) / deviation;
    const alike = groups.find(({ members: [first] }) => {
      const correlation = weights.covarianceOf(first!, at) / (deviation * weights.adjustments[first!]!);
      return correlation > ALIKE || correlation < -ALIKE;
    });
    if (alike === undefined) groups.push({ members: [at], test });
    else alike.members.push(at);
  });
  return groups.sort((a, b) => b.test - a.test);
}

function warnOfFit(first: Suspects | undefined, tested: Tested): Warning[] {
  const { name, fit, limit, freedom, measurements } = tested;
  if (first === undefined || !(fit > limit)) return [];
  const { record, key } = measurements[first.members[0]!]!.row;
  const message = `${name}: the measured flows do not fit the balances within their uncertainties: J is ${show(fit)}, and at most ${show(limit)} in 95 of 100 cases (chi-squared, degrees of freedom: ${freedom}). Suspect first: ${nameSuspects(first, tested)}. Check what was measured and its uncertainty, and look for a stream that is missing`;
  return [{ code: 'global-test', message, row: { record, key } }];
}

function warnOfSuspects(suspects: Suspects, tested: Tested): Warning {
  const { measurements, adjustments } = tested;
  const [first] = suspects.members;
  const { record, key } = measurements[first!]!.row;
  const moved = suspects.members
    .map((at) => `${show(adjustments[at]!)} ${measurements[at]!.draft.unit}`)
    .join(', ');
  const message = `${nameSuspects(suspects, tested)}: moved by ${moved}, further than its uncertainty explains (|v|/s_v at most ${show(MOST)})`;
  return { code: 'measurement-test', message, row: { record, key } };
}

function nameSuspects({ members, test }: Suspects, { measurements }: Tested): string {
  const names = members.map((at) => measurements[at]!.name);
  const apart = names.length === 1 ? '' : ' (no test tells them apart)';
  return `${names.join(' and ')}${apart}, |v|/s_v = ${show(test)}`;
}

function show(value: number): string {
  return String(fromFloat(value, DIGITS));
}
