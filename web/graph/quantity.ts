import { useFormat } from '../language/format.ts';

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Returns a function that writes a value with its unit. Anything but a decimal, which a file may state, is shown as it is. */
export function useQuantity(): (value: string, unit: string) => string {
  const format = useFormat();
  return (value, unit) =>
    `${DECIMAL.test(value) ? format.decimal(value) : value} ${format.unit(unit)}`.trim();
}
