import { BadInput } from '../../core/errors.ts';
import type { Slice } from '../../engine/uncertainty/simulate.ts';

/**
 * Writes a slice as bytes, the same on every machine: little-endian, four numbers of 32 bits (figures, draws, numbers of `rows`, 0), the lengths
 * of `products`, zeros up to a multiple of 8, and then all float64 numbers in the order of the members.
 */
export function encodeSlice({ samples, rows, products }: Slice): Uint8Array {
  const draws = samples[0]?.length ?? 0;
  const head = headLength(products.length);
  const lists = [...samples, rows, ...products];
  const bytes = new Uint8Array(head + 8 * lists.reduce((sum, { length }) => sum + length, 0));
  const view = new DataView(bytes.buffer);
  [products.length, draws, rows.length, 0, ...products.map(({ length }) => length)].forEach((value, index) =>
    view.setUint32(4 * index, value, true),
  );
  let at = head;
  for (const list of lists)
    for (const value of list) {
      view.setFloat64(at, value, true);
      at += 8;
    }
  return bytes;
}

/** Reads a slice from bytes that somebody else wrote. @throws BadInput `wrong-type` unless they are exactly one slice of such a form */
export function decodeSlice(bytes: Uint8Array, form: SliceForm): Slice {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const expected = [form.products.length, form.draws, form.rows, 0, ...form.products];
  const head = headLength(form.products.length);
  const isForm =
    bytes.length === bytesOfForm(form) &&
    expected.every((value, index) => view.getUint32(4 * index, true) === value);
  if (!isForm) throw new BadInput('wrong-type', 'the bytes are not a slice of this simulation', bytes.length);
  let at = head;
  const read = (length: number): Float64Array => {
    const list = new Float64Array(length);
    for (let index = 0; index < length; index++, at += 8) list[index] = view.getFloat64(at, true);
    return list;
  };
  return {
    samples: form.products.map(() => read(form.draws)),
    rows: read(form.rows),
    products: form.products.map(read),
  };
}

/** How many numbers of each kind a slice has. */
export interface SliceForm {
  readonly draws: number;
  readonly rows: number;
  /** For each figure. */
  readonly products: readonly number[];
}

/** Returns how many bytes a slice of a form has. */
export function bytesOfForm({ draws, rows, products }: SliceForm): number {
  const numbers = products.length * draws + rows + products.reduce((sum, one) => sum + one, 0);
  return headLength(products.length) + 8 * numbers;
}

/** Returns the form of a slice. */
export function formOfSlice({ samples, rows, products }: Slice): SliceForm {
  return {
    draws: samples[0]?.length ?? 0,
    rows: rows.length,
    products: products.map(({ length }) => length),
  };
}

function headLength(figures: number): number {
  return 8 * Math.ceil((4 * (4 + figures)) / 8);
}
