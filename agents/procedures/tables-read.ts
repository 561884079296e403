import { describeReading } from '../../jobs/map/describe-reading.ts';
import { FINDING_CODES } from '../../jobs/import/finding-words.ts';
import { findReading } from '../../jobs/map/recorded-reading.ts';
import type { HandleTable } from '../handles/handle-table.ts';
import type { FindingItem } from '../handles/item.ts';
import type { FoundCode } from '../reasons/found.ts';
import type { ToolOutcome } from '../tools/tool.ts';
import type { GivenRun } from './workbench.ts';

const OPEN: FoundCode = 'table-open';
const READ: FoundCode = 'table-read';

/** What an answer states about tables of a company's own that were read for it. */
export const TABLE_CODES: readonly string[] = [READ, ...FINDING_CODES];

/** Returns how the inputs of a run were read from tables of a company's own: by which mapping, and what was read differently from the file. */
export function findTables({ inputs, isPrivate }: GivenRun): readonly FindingItem[] {
  return inputs.flatMap(({ entries }) => {
    const reading = findReading(entries);
    if (reading === null) return [];
    return [{ code: READ, data: describeReading(reading, entries) }, ...listNotes(reading)].map(
      ({ code, data }): FindingItem => ({ kind: 'finding', code, message: data, about: [], isPrivate }),
    );
  });
}

function listNotes({
  name,
  findings,
}: NonNullable<ReturnType<typeof findReading>>): readonly { readonly code: string; readonly data: string }[] {
  return findings.map(({ code, sheet, rows, count, detail }) => {
    const place = [name, ...(sheet === undefined ? [] : [sheet])].join(' ');
    const where = rows.length > 0 ? ` [${rows.join(', ')}${count > rows.length ? ', …' : ''}]` : '';
    return { code, data: `${place}${where}${detail === '' ? '' : ` (${detail})`}` };
  });
}

/** Whether tables of a run leave something open, so that it is not computed. */
export function hasOpen({ open = [] }: GivenRun): boolean {
  return open.length > 0;
}

/** Refuses a run whose tables leave something open. */
export function refuseOpen({ open = [], isPrivate }: GivenRun, handles: HandleTable): ToolOutcome {
  const message = open.map(({ table, about }) => `${table}#${about}=…`).join(', ');
  return {
    handles: [handles.issue({ kind: 'finding', code: OPEN, message, about: [], isPrivate })],
    codes: [OPEN],
  };
}
