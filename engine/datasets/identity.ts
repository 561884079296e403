import { EngineError } from '../errors/engine-error.ts';
import { parseUnit } from '../quantities/unit.ts';
import type { InputEntry } from '../rows/input.ts';
import { foldMember } from '../rows/spelling.ts';
import { findRowType } from '../rows/types/row-types.ts';

/**
 * Returns a name that two rows share exactly when they would match equally: they have the same type, valid time and identifying
 * members, however these are spelled. Null where rows of the type are summed, or the type is not known.
 */
export function nameIdentity({ detail, from, until, unit }: InputEntry): string | null {
  const type = findRowType(detail?.['row']);
  if (type === undefined || type.found === null) return null;
  const members = type.found.map((member) => {
    const stated = detail?.[member] ?? ABSENT[member] ?? null;
    return type.names.includes(member) ? foldMember(stated) : stated;
  });
  const measured = type.foundByUnit === true ? [dimensionOf(unit)] : [];
  return JSON.stringify([type.type, from, until, ...members, ...measured]);
}

/** What an absent member means, where that is one of its words. */
const ABSENT: Readonly<Record<string, string>> = { calorific: 'net' };

/** Returns what a unit measures; the unit itself where it is not a valid one. */
function dimensionOf(unit: string): string {
  try {
    return parseUnit(unit).dimension;
  } catch (error) {
    if (error instanceof EngineError) return unit;
    throw error;
  }
}
