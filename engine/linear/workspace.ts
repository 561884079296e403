import { EngineError } from '../errors/engine-error.ts';
import type { Kernel, Workspace } from './kernel.ts';

/** The most memory of one workspace: what WebAssembly can address. */
const MOST_BYTES = 4_294_967_296;
/** Bytes of a number, and of a packed coefficient: a number and its column. */
const [NUMBER, ENTRY] = [8, 12];
const GIB = 1_073_741_824;

/** A system that is solved or bounded: its rows, and how many right sides are worked on at once. */
export interface Extent {
  readonly rows: number;
  readonly columns: number;
}

/**
 * Opens a workspace of so many numbers, for blocks of rows with at most so many coefficients. What is too large is refused first.
 * @throws EngineError `too-large`
 */
export function openWorkspace(
  kernel: Kernel,
  { length, entries }: { readonly length: number; readonly entries: number },
  { rows, columns }: Extent,
): Workspace {
  const bytes = length * NUMBER + entries * ENTRY;
  if (bytes > MOST_BYTES) {
    const text =
      `${rows} rows with ${columns} right sides at once need ${show(bytes)} of memory in one piece, and the limit is ${show(MOST_BYTES)}: ` +
      'ask for fewer right sides, which are regions or stressors, or group the table';
    throw new EngineError('too-large', text, bytes);
  }
  return kernel.open(length, entries);
}

function show(bytes: number): string {
  return `${(bytes / GIB).toFixed(1)} GiB`;
}
