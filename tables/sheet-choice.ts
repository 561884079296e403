/** The choice of all sheets of a workbook that have rows, unless one has this name. */
export const ALL_SHEETS = 'all';
