import { BUNDLE_JSON, parseJson } from '../../core/encoding/json.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import { parseTime } from '../../core/encoding/time.ts';
import { jsonObjectSchema } from '../../core/records/entry.ts';
import { EngineError, placeOfAsked } from '../../engine/errors/engine-error.ts';

const TIME = 'a day such as 2024-01-01, a moment such as 2024-01-01T08:00:00Z, or unix seconds';
const PERIOD = `{"from": "2024-01-01", "until": "2025-01-01"}, until exclusive, each ${TIME}`;

type Members = Readonly<Record<string, unknown>>;

/** Returns the parameters of a run in a JSON file, as they are there. @throws BadInput */
export function parseParameters(bytes: Uint8Array): Members {
  return parseWith(jsonObjectSchema, parseJson(bytes, BUNDLE_JSON));
}

/**
 * Returns the parameters of a run with the times of its periods in unix seconds, as the run states them. They can be ISO dates too:
 * `2023-01-01`, `2023-01-01T08:00:00Z`.
 * @throws EngineError `bad-parameters` where a text is not such a date, or the period has no two times
 */
export function readParameterTimes(parameters: Members): Members {
  const { period, trend } = parameters;
  if (period !== undefined && !isObject(period)) throw refuseTime('period', PERIOD, period);
  return {
    ...parameters,
    ...(isObject(period) ? { period: readPeriod('period', period) } : {}),
    ...(isObject(trend) && isObject(trend['base'])
      ? { trend: { ...trend, base: readPeriod('trend.base', trend['base']) } }
      : {}),
  };
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readPeriod(place: string, period: Members): Members {
  const times = Object.entries(period).map(([name, time]) => [name, readTime(`${place}.${name}`, time)]);
  return Object.fromEntries(times) as Members;
}

function readTime(place: string, time: unknown): unknown {
  if (typeof time !== 'string') return time;
  const seconds = parseTime(time);
  if (seconds !== null) return seconds;
  throw refuseTime(place, TIME, time);
}

function refuseTime(place: string, expected: string, value: unknown): EngineError {
  const text = `${place}: expected ${expected}, got ${JSON.stringify(value)}`;
  return new EngineError('bad-parameters', text, value, placeOfAsked(`parameters.${place}`));
}
