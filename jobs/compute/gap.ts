import { EngineError, type EngineErrorCode } from '../../engine/errors/engine-error.ts';
import type { InputEntry, InputRecord } from '../../engine/rows/input.ts';
import { foldName } from '../../engine/rows/spelling.ts';
import { findRowType } from '../import/row-types.ts';

/** The refusals that another factor, or a declared proxy, ends. */
const CODES = [
  'missing-factor',
  'factor-out-of-time',
  'factor-out-of-place',
] as const satisfies EngineErrorCode[];
export type GapCode = (typeof CODES)[number];

/** A factor that a run lacks: what the engine says, and the row that needs it. */
export interface Gap {
  readonly code: GapCode;
  /** What is needed, as the engine names it: `CO2 factor of diesel`. */
  readonly what: string;
  readonly message: string;
  /** The row that needs it. */
  readonly record: string;
  readonly key: string;
}

/** A gap, and the entry that needs what it lacks. */
export interface OpenGap {
  readonly gap: Gap;
  readonly entry: InputEntry;
}

const NEEDS = /needs (?:the|one) (.+?)(?: for |: |, |$)/;

/** Returns the gap that a refusal describes; null where it describes none, or none of a row. */
export function readGap(error: unknown, inputs: readonly InputRecord[]): OpenGap | null {
  if (!(error instanceof EngineError) || !isGap(error.code)) return null;
  const { code, message, value, row } = error;
  if (row === null) return null;
  const { record, key } = row;
  const entry = inputs.find((input) => input.record === record)?.entries.find((each) => each.key === key);
  if (entry === undefined) return null;
  const named = NEEDS.exec(message)?.[1];
  const what = named ?? (typeof value === 'string' ? value : key);
  return { gap: { code, what, message, record, key }, entry };
}

function isGap(code: EngineErrorCode): code is GapCode {
  return (CODES as readonly EngineErrorCode[]).includes(code);
}

/** Members of an activity that name what factors of another member are about: a conversion factor. */
const OTHER_MEMBERS: Readonly<Record<string, readonly string[]>> = { factor: ['factors', 'divisors'] };

/**
 * Returns what a factor of a type must be about to close a gap, folded: what the row says, of a place its country too; else the words of the
 * refusal, such as the gas in `AR5 potential of CH4`.
 */
export function listSubjects({ gap, entry }: OpenGap, type: string): readonly string[] {
  const subject = findRowType(type)?.subject;
  if (subject === undefined) return [];
  const stated = (OTHER_MEMBERS[subject] ?? [subject])
    .flatMap((member) => entry.detail?.[member] ?? [])
    .filter((text) => typeof text === 'string');
  const texts = stated.length > 0 ? stated : gap.what.split(/[\s,()]+/).filter((word) => word !== '');
  const places = subject === 'geography' ? texts.map((place) => place.slice(0, 2)) : [];
  return [...new Set([...texts, ...places].map(foldName))];
}
