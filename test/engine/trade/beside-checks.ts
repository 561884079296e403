import type { Warning } from '../../../engine/errors/warning.ts';

/** What made-up tables have: nothing judges their output, and no economy looks like them. */
const OF_CHECKS: readonly string[] = ['unchecked-output', 'unproductive-industry', 'unlikely-table'];

/** Returns the warnings of a run over a made-up table besides those of its checks. */
export function besideChecks(warnings: readonly Warning[]): Warning[] {
  return warnings.filter(({ code }) => !OF_CHECKS.includes(code));
}
