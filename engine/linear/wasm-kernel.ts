import type { PackedRows } from './coefficients.ts';
import {
  type AccurateStrips,
  type Block,
  DEEPEST,
  type Kernel,
  LANES,
  type Shape,
  type Strips,
  type Workspace,
} from './kernel.ts';
import { KERNEL_BYTES } from './kernel-bytes.ts';
import { dotColumn, subtractColumn } from './lanes.ts';
import { accumulateInto, PLAIN_KERNEL } from './plain-kernel.ts';
import { whole } from './whole.ts';

/** The parts of WebAssembly that this file uses. */
interface WebAssemblyApi {
  readonly Module: new (code: Uint8Array) => object;
  readonly Memory: new (pages: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

declare const WebAssembly: WebAssemblyApi;

/** What `scripts/wasm/linear-kernel.ts` exports; places and strides are in bytes. */
interface Loops {
  subtract(...places: number[]): void;
  multiply(...places: number[]): void;
  accumulate(...places: number[]): void;
  dot(...places: number[]): void;
  subtractMultiples(...places: number[]): void;
}

const FLOAT = 8;
const PAGE = 65_536;
/** Half a strip: what one call of `accumulate` covers. */
const HALF = (LANES / 2) * FLOAT;

let compiled: object | null | undefined;

/** Returns the kernel in WebAssembly; null where that, or its 128-bit vectors, are missing or refused. */
export function findWasmKernel(): Kernel | null {
  compiled ??= compile();
  const module = compiled;
  return module === null ? null : { name: 'wasm', open: (...sizes) => open(module, ...sizes) };
}

function compile(): object | null {
  try {
    return new WebAssembly.Module(
      Uint8Array.from(atob(KERNEL_BYTES), (character) => character.charCodeAt(0)),
    );
  } catch {
    return null;
  }
}

/** Where the memory is not to be had, the plain kernel may still find it. */
function open(module: object, length: number, entries: number): Workspace {
  try {
    return new WasmWorkspace(module, length, entries);
  } catch {
    return PLAIN_KERNEL.open(length, entries);
  }
}

/** In its memory are the numbers, room for columns that are copied, and room for a block of rows. */
class WasmWorkspace implements Workspace {
  readonly cells: Float64Array;
  readonly #loops: Loops;
  readonly #packed: number;
  /** Eight numbers in the room for columns. */
  readonly #lanes: Float64Array;
  readonly #values: Float64Array;
  readonly #columns: Int32Array;
  readonly #starts: Int32Array;

  constructor(module: object, length: number, entries: number) {
    this.#packed = length * FLOAT;
    const valuesAt = this.#packed + DEEPEST * LANES * FLOAT;
    const columnsAt = valuesAt + entries * FLOAT;
    const startsAt = columnsAt + entries * 4;
    const bytes = startsAt + PAGE;
    const memory = new WebAssembly.Memory({
      initial: (bytes + PAGE - 1 - ((bytes + PAGE - 1) % PAGE)) / PAGE,
    });
    this.cells = new Float64Array(memory.buffer, 0, length);
    this.#lanes = new Float64Array(memory.buffer, this.#packed, LANES);
    this.#values = new Float64Array(memory.buffer, valuesAt, entries);
    this.#columns = new Int32Array(memory.buffer, columnsAt, entries);
    this.#starts = new Int32Array(memory.buffer, startsAt, PAGE / 4);
    this.#loops = new WebAssembly.Instance(module, { env: { memory } }).exports as Loops;
  }

  subtractProduct(c: Block, a: Block, b: Block, { rows, columns, depth }: Shape): void {
    const places = [c, a, b].flatMap(({ at, stride }) => [at * FLOAT, stride * FLOAT]);
    this.#loops.subtract(...places, rows, columns, depth, this.#packed);
  }

  multiplyRows(rows: PackedRows, from: number, x: Strips, to: Strips): void {
    const block = this.#take(rows);
    for (let strip = 0; strip < x.count; strip++) {
      const source = x.at + strip * x.rows * LANES;
      const target = to.at + (strip * to.rows + from) * LANES;
      this.#loops.multiply(...block, source * FLOAT, target * FLOAT);
    }
  }

  accumulateRows(rows: PackedRows, from: number, strips: AccurateStrips): void {
    if (strips.x.lanes === 1) {
      accumulateInto(this.cells, rows, from, strips);
      return;
    }
    const block = this.#take(rows);
    const { x, high, low, sum, lost, size } = strips;
    for (let strip = 0; strip < x.count; strip++)
      for (let half = 0; half < LANES * FLOAT; half += HALF) {
        const top = strip * x.rows * LANES * FLOAT + half;
        const places = [
          ...[x, high, low].map(({ at }) => at * FLOAT + top),
          ...[sum, lost, size].map(({ at }) => (at + from * LANES) * FLOAT + top),
        ];
        this.#loops.accumulate(...block, ...places);
      }
  }

  dotStrip(a: number, b: number, rows: number, lanes: number): Float64Array {
    if (lanes === 1) return dotColumn(this.cells, whole(a), whole(b), whole(rows));
    this.#loops.dot(a * FLOAT, b * FLOAT, rows, this.#packed);
    return this.#lanes.slice();
  }

  subtractStrip(to: number, from: number, factors: Float64Array, rows: number): void {
    if (factors.length === 1) {
      subtractColumn(this.cells, whole(to), whole(from), factors[0]!, whole(rows));
      return;
    }
    this.#lanes.set(factors);
    this.#loops.subtractMultiples(to * FLOAT, from * FLOAT, rows, this.#packed);
  }

  /** Copies a block of rows, and returns where it is. */
  #take({ count, starts, columns, values }: PackedRows): number[] {
    const entries = starts[count]!;
    this.#starts.set(starts.subarray(0, count + 1));
    this.#columns.set(columns.subarray(0, entries));
    this.#values.set(values.subarray(0, entries));
    return [...[this.#starts, this.#columns, this.#values].map((part) => part.byteOffset), count];
  }
}
