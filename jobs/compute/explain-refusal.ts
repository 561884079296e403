import { ROW_TYPES } from '../../client/generated/row-types.ts';
import { formatTime } from '../../core/encoding/time.ts';
import { EngineError } from '../../engine/errors/engine-error.ts';
import type { InputEntry } from '../../engine/rows/input.ts';

/** An input of a run, and what its user calls it: the name of a file. */
export interface NamedInput {
  readonly name: string;
  readonly record: string;
  readonly entries: readonly Pick<InputEntry, 'from' | 'until' | 'detail'>[];
}

const SHORT = 12;

/** The refusal of a run in words that its user knows. */
export class ExplainedRefusal extends EngineError {
  /** The name of the file with the row; null where it is in none. */
  readonly file: string | null;

  constructor({ code, value, row }: EngineError, message: string, file: string | null) {
    super(code, message, value, row);
    this.file = file;
  }
}

/**
 * Returns the refusal of a run with files called by their names, not by their hashes. Where no row is in the period, it names the years of the
 * activities. Anything else is returned unchanged.
 */
export function explainRefusal(error: unknown, inputs: readonly NamedInput[]): unknown {
  if (!(error instanceof EngineError)) return error;
  const { code, message, row } = error;
  if (code === 'duplicate-record') return new ExplainedRefusal(error, describeTwice(error, inputs), null);
  const files = inputs.filter(({ name, record }) => name !== record);
  const named = files.reduce(
    (text, { name, record }) => text.replaceAll(record, name).replaceAll(`${record.slice(0, SHORT)}…`, name),
    message,
  );
  const isOutside = code === 'missing-activity' && row?.column === 'parameters.period';
  const file = files.find(({ record }) => record === row?.record)?.name ?? null;
  return new ExplainedRefusal(error, `${named}${isOutside ? listYears(inputs) : ''}`, file);
}

function describeTwice({ value, message }: EngineError, inputs: readonly NamedInput[]): string {
  const names = inputs.flatMap(({ name, record }) => (record === value ? [name] : []));
  return names.length === 0
    ? message
    : `the same rows are given twice, as ${names.join(' and ')}: give them once`;
}

/** Returns the years from the first activity to the last one, as the end of a sentence; nothing where there is no activity. */
function listYears(inputs: readonly NamedInput[]): string {
  let [first, last] = [Infinity, 0];
  for (const { from, until } of inputs.flatMap(({ entries }) => entries.filter(isActivity))) {
    if (until <= from) continue;
    first = Math.min(first, from);
    last = Math.max(last, until - 1);
  }
  if (last === 0) return '';
  const [begin, end] = [yearOf(first), yearOf(last)];
  return `; your activities are of ${begin}${begin === end ? '' : ` to ${end}`}`;
}

function isActivity({ detail }: NamedInput['entries'][number]): boolean {
  const type = detail?.['row'];
  return typeof type === 'string' && Object.hasOwn(ROW_TYPES, type)
    ? ROW_TYPES[type as keyof typeof ROW_TYPES].role === 'activity'
    : false;
}

function yearOf(seconds: number): string {
  return formatTime(seconds).slice(0, 4);
}
