import type { AnswerReport } from '../../agents/answer/report-answer.ts';
import { fetchStreamPlace } from '../../client/http/fetch-records.ts';
import { openOperations } from '../../client/http/operations.ts';
import { KINDS } from '../../core/records/kind.ts';
import { findRestated, type RestatedRecord } from '../../jobs/follow/find-restated.ts';
import { findApi, type ServerOptions } from '../options/server-options.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Asks the server which of the records behind the statements were replaced since. @throws UsageError `no-ledger`; ApiError */
export async function followRecords(
  terminal: Terminal,
  { statements }: AnswerReport,
  options: ServerOptions,
): Promise<RestatedRecord[]> {
  const api = await findApi(terminal, options);
  const { readRecord } = openOperations(api);
  return findRestated(
    {
      readRecord,
      readNewest: ({ kind, ...stream }) => fetchStreamPlace(api, { ...stream, kind: KINDS[kind] }),
    },
    statements.flatMap(({ records }) => records),
  );
}
