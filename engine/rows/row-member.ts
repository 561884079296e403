import { holdsExactly } from './types/member.ts';
import { listMissing } from './types/row-type.ts';
import { findRowType } from './types/row-types.ts';

/** Whether a detail has a known row type with valid members and no others. Parsing it by schema would then change nothing. */
export function isExactDetail(detail: Readonly<Record<string, unknown>>): boolean {
  const known = findRowType(detail['row']);
  if (known === undefined || !holdsExactly(detail, known.tests, 1)) return false;
  return known.requires === undefined || listMissing(detail, known.requires).length === 0;
}
