import { formatTime, parseTime } from '../../core/encoding/time.ts';
import { UsageError } from '../terminal/usage-error.ts';

const DAY = /^\d{4}-\d\d-\d\d$/;
const LAST_SECOND = 86_399;

/** Returns the unix seconds of `--at`: a date is its last second, or now while it lasts. @throws UsageError `option`, `time-ahead` */
export function parseAt(text: string, now: number): number {
  const at = parseTime(text);
  if (at === null)
    throw new UsageError(
      'option',
      `--at needs a date such as 2024-12-31, or a time such as 2024-12-31T23:59:59Z, got ${text}`,
    );
  if (at <= now) return DAY.test(text) ? Math.min(at + LAST_SECOND, now) : at;
  throw new UsageError(
    'time-ahead',
    `--at ${text} is in the future: leave --at out to judge as of now, ${formatTime(now)}`,
  );
}
