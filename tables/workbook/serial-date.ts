/** Milliseconds of a day. */
const DAY = 86_400_000;

/**
 * Returns the time of a serial number in a workbook: days since 1899-12-30, or since 1904-01-01 where the workbook says so. Excel counts a
 * 29 February 1900, so numbers below 61 are a day later.
 */
export function readSerial(serial: number, is1904: boolean): Date {
  const start = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial > 0 && serial < 61 ? 31 : 30);
  // A second has at least five digits after the point: the rest is noise of the binary fraction.
  return new Date(start + Math.round((serial * DAY) / 1000) * 1000);
}
