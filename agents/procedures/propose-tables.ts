import { findTableOffers } from '../../jobs/compute/table-offers.ts';
import { findReading } from '../../jobs/map/recorded-reading.ts';
import type { Handle } from '../handles/handle.ts';
import type { HandleTable } from '../handles/handle-table.ts';
import { requestOf } from './request-of.ts';
import type { ComputeRun, GivenRun, RunOfTables } from './workbench.ts';

/** Issues how what tables of a run leave open can be read: each candidate was computed. Nothing is taken; a person accepts one by its name. */
export async function proposeTables(
  given: GivenRun,
  handles: HandleTable,
  { compute, signal }: { readonly compute: ComputeRun; readonly signal: AbortSignal },
): Promise<readonly Handle[]> {
  const { run, tables = [], isPrivate }: GivenRun & Partial<RunOfTables> = given;
  const read = new Set(tables.flatMap((table) => findReading(table.read.entries)?.digest ?? []));
  const others = given.inputs.filter(({ record }) => !read.has(record as `0x${string}`));
  const choices = await findTableOffers(tables, others, async (inputs) => {
    signal.throwIfAborted();
    return (await compute({ ...requestOf({ ...given, inputs }), entries: 'not-needed' }, signal)).figures;
  });
  return choices.flatMap(({ needed, offers }) =>
    offers.map(({ name, reason, effect }, at) =>
      handles.issue({
        ...{ kind: 'candidate', run, name, needed, place: at + 1 },
        ...{ reason, effect, isAccepted: false, isPrivate, ofTable: true },
      }),
    ),
  );
}
