import { EngineError } from '../../engine/errors/engine-error.ts';
import { parseUnit } from '../../engine/quantities/unit.ts';
import type { Misalignment } from './derived.ts';
import type { FigureCover } from './figure-cover.ts';

/** How two figures must go together: in all respects, or in all but the period, which must be as long. */
export type Alignment = 'alike' | 'alike-over-time';

/** Checks one respect in which figures must agree. */
interface AlignmentRule {
  readonly code: Misalignment;
  readonly agree: (one: FigureCover, other: FigureCover, alignment: Alignment) => boolean;
}

/** What must agree before figures are compared, added or subtracted. */
export const ALIGNMENT_RULES: readonly AlignmentRule[] = [
  { code: 'other-unit', agree: (one, other) => measuresAlike(one.unit, other.unit) },
  { code: 'other-gases', agree: (one, other) => sameSet(one.gases, other.gases) },
  { code: 'other-gwp-set', agree: (one, other) => one.gwpSet === other.gwpSet },
  {
    code: 'other-period',
    agree: (one, other, alignment) =>
      alignment === 'alike' ? samePeriod(one, other) : lengthOf(one) === lengthOf(other),
  },
  { code: 'other-conditions', agree: (one, other) => sameMembers(one.conditions, other.conditions) },
];

/** Returns in which respects two figures do not agree; none where they can be compared. */
export function findMisalignments(
  one: FigureCover,
  other: FigureCover,
  alignment: Alignment,
  rules: readonly AlignmentRule[] = ALIGNMENT_RULES,
): Misalignment[] {
  return rules.filter(({ agree }) => !agree(one, other, alignment)).map(({ code }) => code);
}

/** Whether two units measure the same, of the same substance: tonnes of CO2 are no tonnes of CO2e. */
function measuresAlike(one: string, other: string): boolean {
  if (one === other) return true;
  try {
    const [a, b] = [parseUnit(one), parseUnit(other)];
    return a.dimension === b.dimension && a.substance === b.substance;
  } catch (error) {
    if (error instanceof EngineError) return false;
    throw error;
  }
}

export function samePeriod(one: FigureCover, other: FigureCover): boolean {
  return one.from === other.from && one.until === other.until;
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && new Set([...one, ...other]).size === new Set(one).size;
}

function sameMembers(one: FigureCover['conditions'], other: FigureCover['conditions']): boolean {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every(
    (name) => one[name] === other[name],
  );
}

/** Returns the length of a period: in calendar months where it has whole ones, so that leap years are as long as others; else in seconds. */
function lengthOf({ from, until }: FigureCover): string {
  const [first, last] = [new Date(1000 * from), new Date(1000 * until)];
  const isWhole = [first, last].every((time) => time.getUTCDate() === 1 && time.getTime() % 86_400_000 === 0);
  if (!isWhole) return `${until - from} s`;
  return `${12 * (last.getUTCFullYear() - first.getUTCFullYear()) + last.getUTCMonth() - first.getUTCMonth()} months`;
}
