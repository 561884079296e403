/** Rows and columns of the workbook that is measured. */
export const ROWS = 100_000;
export const COLUMNS = 20;

/** Columns that become members; the others are skipped. */
export const HEADER = ['Meter', 'Site', 'Fuel', 'Quantity', 'Unit', 'Start', 'until'];

export function listOthers(): string[] {
  return Array.from({ length: COLUMNS - HEADER.length }, (_, index) => `Note ${index + 1}`);
}
