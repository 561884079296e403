import type { Factor } from '../../client/generated/openapi.ts';
import { ROW_TYPES } from '../../client/generated/row-types.ts';

/** How a run takes a factor. */
export interface FactorUse {
  /** What is given to the run: a record id, or a file of the starter data. */
  readonly input: string;
  /** The member by whose value an activity takes it, and this value. */
  readonly member: string;
  readonly value: string;
}

/** Returns how a run takes a factor; null for a row type that this program does not know. */
export function describeUse({ type, detail, record, starter }: Factor): FactorUse | null {
  if (!Object.hasOwn(ROW_TYPES, type)) return null;
  const { subject } = ROW_TYPES[type as keyof typeof ROW_TYPES];
  const value = detail[subject];
  const input = record?.id ?? (starter === null ? null : `data/${starter.file}`);
  return typeof value === 'string' && input !== null ? { input, member: subject, value } : null;
}

/** Returns the gases that a factor weighs, as its row states them. */
export function listFactorGases({ detail }: Pick<Factor, 'detail'>): string[] {
  const { gas, gases } = detail;
  const list = Array.isArray(gases) ? gases.filter((each) => typeof each === 'string') : [];
  return list.length > 0 ? list : typeof gas === 'string' ? [gas] : [];
}
