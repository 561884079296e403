import { LANES, SPLITTER } from '../../engine/linear/kernel.ts';
import {
  addI32,
  andI32,
  type Code,
  get,
  I32,
  i32,
  increase,
  isLess,
  type Local,
  Locals,
  loadI32,
  loopWhile,
  type ModuleFunction,
  multiplyI32,
  type Numbers,
  ONE,
  set,
  shiftLeftI32,
  TWO,
  writeModule,
} from './assembler.ts';

/**
 * The loops of `engine/linear/kernel.ts` in WebAssembly. Every result meets the operations of the plain kernel in their order: a vector
 * holds two results of neighbouring columns, never two parts of one. Multiplications and additions are separate instructions, as
 * WebAssembly has no others outside "relaxed" vectors. Addresses and strides are in bytes.
 */

const FLOAT = 8;
/** Steps of one turn of the inner loop. */
const UNROLLED = 4;
/** Rows of c whose cells are held in registers, if as many are left. */
const TILE_ROWS = 2;

interface Tile {
  readonly numbers: Numbers;
  /** How many `numbers` one row of the tile has. */
  readonly width: number;
}

/** Tiles of 8, 4 and 2 columns, and of one. */
const TILES: readonly Tile[] = [
  { numbers: TWO, width: 4 },
  { numbers: TWO, width: 2 },
  { numbers: TWO, width: 1 },
  { numbers: ONE, width: 1 },
];

const range = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** subtract(c, cStride, a, aStride, b, bStride, rows, columns, depth, packed): c −= a b. At `packed` is room for 8 × depth numbers. */
function subtract(): ModuleFunction {
  const locals = new Locals(...SUBTRACT_PARAMETERS);
  const frame = {
    ...locals.parameters,
    ...locals.named(I32, 'column', 'row', 'to', 'from', 'next', 'end', 'unrolled', 'source'),
    pointers: locals.many(TILE_ROWS, I32),
  };
  return { name: 'subtract', locals, body: TILES.flatMap((tile) => columnsOf(locals, frame, tile)) };
}

const SUBTRACT_PARAMETERS = [
  ...(['c', 'cStride', 'a', 'aStride', 'b', 'bStride'] as const),
  ...(['rows', 'columns', 'depth', 'packed'] as const),
] as const;

type Frame = Readonly<
  Record<
    | (typeof SUBTRACT_PARAMETERS)[number]
    | ('column' | 'row' | 'to' | 'from' | 'next' | 'end' | 'unrolled' | 'source'),
    Local
  >
> & { readonly pointers: readonly Local[] };

/** As many columns of c as fill tiles of this width. */
function columnsOf(locals: Locals, frame: Frame, tile: Tile): Code {
  const { rows, columns, depth, packed, column, row, unrolled } = frame;
  const bytes = tile.numbers.bytes * tile.width;
  const cells = locals.many(TILE_ROWS * tile.width, tile.numbers.type);
  const factors = { left: locals.many(TILE_ROWS, tile.numbers.type), right: locals.add(tile.numbers.type) };
  const rowsOf = (count: number): Code =>
    loopWhile(isLess(addI32(get(row), i32(count - 1)), get(rows)), [
      ...multiplyTile(frame, tile, { count, cells, ...factors }),
      ...increase(row, i32(count)),
    ]);
  const inWholeTurns = andI32(get(depth), i32(-UNROLLED));
  return loopWhile(isLess(addI32(get(column), i32(bytes / FLOAT - 1)), get(columns)), [
    ...pack(frame, tile),
    ...set(unrolled, addI32(get(packed), multiplyI32(inWholeTurns, i32(bytes)))),
    ...set(row, i32(0)),
    ...rowsOf(TILE_ROWS),
    ...rowsOf(1),
    ...increase(column, i32(bytes / FLOAT)),
  ]);
}

/** Copies columns of b, so that they are read in order. */
function pack(
  { b, bStride, column, depth, end, next, packed, source }: Frame,
  { numbers, width }: Tile,
): Code {
  const bytes = numbers.bytes * width;
  const copies = range(width).flatMap((part) =>
    numbers.store(get(next), numbers.load(get(source), part * numbers.bytes), part * numbers.bytes),
  );
  return [
    ...set(source, addI32(get(b), shiftLeftI32(get(column), i32(3)))),
    ...set(next, get(packed)),
    ...set(end, addI32(get(packed), multiplyI32(get(depth), i32(bytes)))),
    ...loopWhile(isLess(get(next), get(end)), [
      ...copies,
      ...increase(source, get(bStride)),
      ...increase(next, i32(bytes)),
    ]),
  ];
}

/** Cells of `count` rows, which are held in registers. */
interface Held {
  readonly count: number;
  readonly cells: readonly Local[];
  readonly left: readonly Local[];
  readonly right: Local;
}

/** One tile of c: reads its cells, subtracts all products, writes them. */
function multiplyTile(frame: Frame, { numbers, width }: Tile, { count, cells, left, right }: Held): Code {
  const { c, cStride, a, aStride, column, row, to, from, next, end, packed, unrolled, pointers } = frame;
  const bytes = numbers.bytes * width;
  const places = range(count).flatMap((index) => range(width).map((part) => ({ index, part })));
  const addressOf = (index: number): Code => addI32(get(to), multiplyI32(get(cStride), i32(index)));
  const step = (offset: number): Code => [
    ...range(count).flatMap((index) =>
      set(left[index]!, numbers.spread(get(pointers[index]!), offset * FLOAT)),
    ),
    ...range(width).flatMap((part) => [
      ...set(right, numbers.load(get(next), offset * bytes + part * numbers.bytes)),
      ...range(count).flatMap((index) => {
        const cell = cells[index * width + part]!;
        return set(cell, numbers.subtract(get(cell), numbers.multiply(get(left[index]!), get(right))));
      }),
    ]),
  ];
  const turn = (steps: number): Code => [
    ...range(steps).flatMap(step),
    ...range(count).flatMap((index) => increase(pointers[index]!, i32(steps * FLOAT))),
    ...increase(next, i32(steps * bytes)),
  ];
  return [
    ...set(from, addI32(get(a), multiplyI32(get(row), get(aStride)))),
    ...set(to, addI32(get(c), multiplyI32(get(row), get(cStride)))),
    ...increase(to, shiftLeftI32(get(column), i32(3))),
    ...range(count).flatMap((index) =>
      set(pointers[index]!, addI32(get(from), multiplyI32(get(aStride), i32(index)))),
    ),
    ...places.flatMap(({ index, part }) =>
      set(cells[index * width + part]!, numbers.load(addressOf(index), part * numbers.bytes)),
    ),
    ...set(next, get(packed)),
    ...loopWhile(isLess(get(next), get(unrolled)), turn(UNROLLED)),
    ...loopWhile(isLess(get(next), get(end)), turn(1)),
    ...places.flatMap(({ index, part }) =>
      numbers.store(addressOf(index), get(cells[index * width + part]!), part * numbers.bytes),
    ),
  ];
}

/** Runs over the rows of a block, and over the stated coefficients of each. */
function overRows(
  locals: Locals,
  rows: { starts: Local; columns: Local; values: Local; count: Local },
  parts: { begin: Code; each: (value: Local, byte: Local) => Code; end: Code },
): Code {
  const { entry, end, until, byte, value } = locals.named(I32, 'entry', 'end', 'until', 'byte', 'value');
  return [
    ...set(until, addI32(get(rows.starts), shiftLeftI32(get(rows.count), i32(2)))),
    ...set(entry, get(rows.columns)),
    ...set(value, get(rows.values)),
    ...loopWhile(isLess(get(rows.starts), get(until)), [
      ...parts.begin,
      ...set(end, addI32(get(rows.columns), shiftLeftI32(loadI32(get(rows.starts), 4), i32(2)))),
      ...loopWhile(isLess(get(entry), get(end)), [
        ...set(byte, shiftLeftI32(loadI32(get(entry)), i32(6))),
        ...parts.each(value, byte),
        ...increase(entry, i32(4)),
        ...increase(value, i32(FLOAT)),
      ]),
      ...parts.end,
      ...increase(rows.starts, i32(4)),
    ]),
  ];
}

const STRIP_BYTES = LANES * FLOAT;
const VECTORS = LANES / 2;

/** multiply(starts, columns, values, count, x, to): one strip of `count` rows of a x. */
function multiply(): ModuleFunction {
  const locals = new Locals('starts', 'columns', 'values', 'count', 'x', 'to');
  const { starts, columns, values, count, x, to } = locals.parameters;
  const sums = locals.many(VECTORS, TWO.type);
  const left = locals.add(TWO.type);
  const at = locals.add(I32);
  const body = overRows(
    locals,
    { starts, columns, values, count },
    {
      begin: sums.flatMap((sum) => set(sum, TWO.constant(0))),
      each: (value, byte) => [
        ...set(at, addI32(get(x), get(byte))),
        ...set(left, TWO.spread(get(value))),
        ...sums.flatMap((sum, part) =>
          set(sum, TWO.add(get(sum), TWO.multiply(get(left), TWO.load(get(at), part * TWO.bytes)))),
        ),
      ],
      end: [
        ...sums.flatMap((sum, part) => TWO.store(get(to), get(sum), part * TWO.bytes)),
        ...increase(to, i32(STRIP_BYTES)),
      ],
    },
  );
  return { name: 'multiply', locals, body };
}

/** Vectors of a strip whose sums are held in registers at once. */
const ACCURATE_VECTORS = 2;

/**
 * accumulate(starts, columns, values, count, x, high, low, sum, lost, size): the first half of one strip of `count` rows, continued by
 * Dot2. For the second half, the last six are 32 bytes more.
 */
function accumulate(): ModuleFunction {
  const locals = new Locals(
    ...(['starts', 'columns', 'values', 'count'] as const),
    ...(['x', 'high', 'low', 'sum', 'lost', 'size'] as const),
  );
  const { starts, columns, values, count, x, high, low, sum, lost, size } = locals.parameters;
  const [sums, losts, sizes] = [
    locals.many(ACCURATE_VECTORS, TWO.type),
    locals.many(ACCURATE_VECTORS, TWO.type),
    locals.many(ACCURATE_VECTORS, TWO.type),
  ];
  const { left, upper, lower, product, error, next, added, part } = locals.named(
    TWO.type,
    ...(['left', 'upper', 'lower', 'product', 'error', 'next', 'added', 'part'] as const),
  );
  const { xAt, highAt, lowAt } = locals.named(I32, 'xAt', 'highAt', 'lowAt');
  const { add, subtract: minus, multiply: times } = TWO;
  const states = [
    [sum, sums],
    [lost, losts],
    [size, sizes],
  ] as const;
  const eachVector = (offset: number, index: number): Code => [
    ...set(product, times(get(left), TWO.load(get(xAt), offset))),
    ...set(part, TWO.load(get(highAt), offset)),
    ...set(error, minus(times(get(upper), get(part)), get(product))),
    ...set(added, TWO.load(get(lowAt), offset)),
    ...set(error, add(get(error), times(get(upper), get(added)))),
    ...set(error, add(get(error), times(get(lower), get(part)))),
    ...set(error, add(get(error), times(get(lower), get(added)))),
    ...set(next, add(get(sums[index]!), get(product))),
    ...set(added, minus(get(next), get(sums[index]!))),
    ...set(
      part,
      add(minus(get(sums[index]!), minus(get(next), get(added))), minus(get(product), get(added))),
    ),
    ...set(losts[index]!, add(get(losts[index]!), add(get(error), get(part)))),
    ...set(sizes[index]!, add(get(sizes[index]!), TWO.absolute(get(product)))),
    ...set(sums[index]!, get(next)),
  ];
  const body = overRows(
    locals,
    { starts, columns, values, count },
    {
      begin: states.flatMap(([at, vectors]) =>
        vectors.flatMap((vector, index) => set(vector, TWO.load(get(at), index * TWO.bytes))),
      ),
      each: (value, byte) => [
        ...set(left, TWO.spread(get(value))),
        ...set(part, times(TWO.constant(SPLITTER), get(left))),
        ...set(upper, minus(get(part), minus(get(part), get(left)))),
        ...set(lower, minus(get(left), get(upper))),
        ...set(xAt, addI32(get(x), get(byte))),
        ...set(highAt, addI32(get(high), get(byte))),
        ...set(lowAt, addI32(get(low), get(byte))),
        ...range(ACCURATE_VECTORS).flatMap((index) => eachVector(index * TWO.bytes, index)),
      ],
      end: states.flatMap(([at, vectors]) => [
        ...vectors.flatMap((vector, index) => TWO.store(get(at), get(vector), index * TWO.bytes)),
        ...increase(at, i32(STRIP_BYTES)),
      ]),
    },
  );
  return { name: 'accumulate', locals, body };
}

/** Runs over the rows of two strips. */
function overStrips(locals: Locals, a: Local, b: Local, rows: Local, each: Code): Code {
  const end = locals.add(I32);
  return [
    ...set(end, addI32(get(a), shiftLeftI32(get(rows), i32(6)))),
    ...loopWhile(isLess(get(a), get(end)), [
      ...each,
      ...increase(a, i32(STRIP_BYTES)),
      ...increase(b, i32(STRIP_BYTES)),
    ]),
  ];
}

/** dot(a, b, rows, to): the inner products of two strips. */
function dot(): ModuleFunction {
  const locals = new Locals('a', 'b', 'rows', 'to');
  const { a, b, rows, to } = locals.parameters;
  const sums = locals.many(VECTORS, TWO.type);
  const each = sums.flatMap((sum, part) => {
    const [left, right] = [a, b].map((at) => TWO.load(get(at), part * TWO.bytes)) as [Code, Code];
    return set(sum, TWO.add(get(sum), TWO.multiply(left, right)));
  });
  const body = [
    ...overStrips(locals, a, b, rows, each),
    ...sums.flatMap((sum, part) => TWO.store(get(to), get(sum), part * TWO.bytes)),
  ];
  return { name: 'dot', locals, body };
}

/** subtractMultiples(to, from, rows, factors): strip `to` −= factors × strip `from`. */
function subtractMultiples(): ModuleFunction {
  const locals = new Locals('to', 'from', 'rows', 'factors');
  const { to, from, rows, factors } = locals.parameters;
  const held = locals.many(VECTORS, TWO.type);
  const each = held.flatMap((factor, part) => {
    const offset = part * TWO.bytes;
    const multiple = TWO.multiply(get(factor), TWO.load(get(from), offset));
    return TWO.store(get(to), TWO.subtract(TWO.load(get(to), offset), multiple), offset);
  });
  const body = [
    ...held.flatMap((factor, part) => set(factor, TWO.load(get(factors), part * TWO.bytes))),
    ...overStrips(locals, to, from, rows, each),
  ];
  return { name: 'subtractMultiples', locals, body };
}

/** Returns the bytes of the module. */
export function writeLinearKernel(): Uint8Array<ArrayBuffer> {
  return writeModule([subtract(), multiply(), accumulate(), dot(), subtractMultiples()]);
}
