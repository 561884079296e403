import { EngineError, placeOf } from './engine-error.ts';
import { listSome } from './list-some.ts';
import type { Warning } from './warning.ts';

/** Throws when a run has warnings that nobody accepted. @throws EngineError `unaccepted-warnings` */
export function refuseWarnings(warnings: readonly Warning[]): void {
  const open = warnings.filter(({ accepted }) => accepted === undefined);
  const [first] = open;
  if (first === undefined) return;
  const listed = listSome(open.map(({ code, row }) => (row.key === '' ? code : `${code} of ${row.key}`)));
  const text =
    `the run has ${open.length === 1 ? 'a warning' : `${open.length} warnings`} that nobody accepted: ${listed}. The first: ` +
    `${first.message}. Correct the rows, or give the reason in parameters.accepted`;
  throw new EngineError('unaccepted-warnings', text, first.code, placeOf(first.row, ''));
}
