import { BUNDLE_JSON, parseJson } from '../../core/encoding/json.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import { parseTime } from '../../core/encoding/time.ts';
import { jsonObjectSchema } from '../../core/records/entry.ts';
import { EngineError, placeOfAsked } from '../../engine/errors.ts';
import { readBytes, readNaming } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

/**
 * Returns the parameters of a run in a file, an empty object without one. The times of its period can be ISO dates, `2023-01-01`:
 * they become unix seconds, as the run states them.
 * @throws EngineError `bad-parameters` where a text is not such a date; as `parseJson`
 */
export async function readParameters(terminal: Terminal, path: string | undefined): Promise<unknown> {
  if (path === undefined) return {};
  const bytes = await readBytes(terminal, path);
  return readTimes(readNaming(path, () => parseWith(jsonObjectSchema, parseJson(bytes, BUNDLE_JSON))));
}

function readTimes(parameters: Readonly<Record<string, unknown>>): unknown {
  const { period } = parameters;
  if (typeof period !== 'object' || period === null || Array.isArray(period)) return parameters;
  const times = Object.entries(period).map(([name, time]: [string, unknown]) => [name, readTime(name, time)]);
  return { ...parameters, period: Object.fromEntries(times) as object };
}

function readTime(name: string, time: unknown): unknown {
  if (typeof time !== 'string') return time;
  const seconds = parseTime(time);
  if (seconds !== null) return seconds;
  const text = `period.${name}: expected a day such as 2024-01-01, a moment such as 2024-01-01T08:00:00Z, or unix seconds, got ${JSON.stringify(time)}`;
  throw new EngineError('bad-parameters', text, time, placeOfAsked(`parameters.period.${name}`));
}
