import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Rows and columns of the workbook that is measured. */
export const ROWS = 100_000;
export const COLUMNS = 20;

/** Columns that become members; the others are skipped. */
export const HEADER = ['Meter', 'Site', 'Fuel', 'Quantity', 'Unit', 'Start', 'until'];

export function listOthers(): string[] {
  return Array.from({ length: COLUMNS - HEADER.length }, (_, index) => `Note ${index + 1}`);
}

/** What its header does not say. */
export const MAPPING = {
  columns: { Meter: 'detail.meter', Start: 'from' },
  set: {
    key: '{row}',
    'detail.row': 'fuel-use',
    'detail.category': '1.A.2',
    'detail.geography': 'GB',
  },
};

/** Milliseconds of processor time, and bytes of a process, that its import may take. */
export const MOST_TIME = 10_000;
export const MOST_BYTES = 500_000_000;

/** Makes the workbook in another process, and deletes it after its use. */
export async function withWorkbook<Result>(use: (path: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-bench-workbook-'));
  try {
    const path = join(folder, 'meters.xlsx');
    execFileSync(process.execPath, [resolve(import.meta.dirname, './make-workbook.ts'), path]);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}
