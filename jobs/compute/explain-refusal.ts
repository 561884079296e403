import { EngineError } from '../../engine/errors/engine-error.ts';
import type { FoundOffers } from './offers.ts';

/** An input of a run, and what its user calls it: the name of a file. */
export interface NamedInput {
  readonly name: string;
  readonly record: string;
}

const SHORT = 12;

/** The refusal of a run in words that its user knows. */
export class ExplainedRefusal extends EngineError {
  /** The name of the file with the row; null where it is in none. */
  readonly file: string | null;
  /** What exists to close the gap that it describes; null where that was not looked for. */
  readonly found: FoundOffers | null;

  constructor(
    { code, value, row }: EngineError,
    message: string,
    file: string | null,
    found: FoundOffers | null = null,
  ) {
    super(code, message, value, row);
    this.file = file;
    this.found = found;
  }
}

/**
 * Returns the refusal of a run with files called by their names, not by their hashes.
 * Anything else is returned unchanged.
 */
export function explainRefusal(
  error: unknown,
  inputs: readonly NamedInput[],
  found: FoundOffers | null = null,
): unknown {
  if (!(error instanceof EngineError)) return error;
  const { code, message, row } = error;
  if (code === 'duplicate-record') return new ExplainedRefusal(error, describeTwice(error, inputs), null);
  const files = inputs.filter(({ name, record }) => name !== record);
  const named = files.reduce(
    (text, { name, record }) => text.replaceAll(record, name).replaceAll(`${record.slice(0, SHORT)}…`, name),
    message,
  );
  const file = files.find(({ record }) => record === row?.record)?.name ?? null;
  return new ExplainedRefusal(error, named, file, found);
}

function describeTwice({ value, message }: EngineError, inputs: readonly NamedInput[]): string {
  const names = inputs.flatMap(({ name, record }) => (record === value ? [name] : []));
  return names.length === 0
    ? message
    : `the same rows are given twice, as ${names.join(' and ')}: give them once`;
}
