import type { RowDetail } from './row-detail.ts';
import { foldMember, isUnfolded } from './spelling.ts';
import { findRowType } from './types/row-types.ts';

/** Returns the detail of a row with its names folded: the same object where they are so already, as most are. */
export function foldDetail<D extends RowDetail>(detail: D): D {
  const stated = detail as Readonly<Record<string, unknown>>;
  let folded: Record<string, unknown> | undefined;
  for (const member of findRowType(detail.row)?.names ?? []) {
    const value = stated[member];
    if (value === undefined || !isUnfolded(value)) continue;
    folded ??= { ...stated };
    folded[member] = foldMember(value);
  }
  return folded === undefined ? detail : (folded as D);
}
