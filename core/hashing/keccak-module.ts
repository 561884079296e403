/**
 * Writes the WebAssembly module of the kernel: Keccak-f[1600] (FIPS 202, §3) in two functions.
 *
 * `hash` hashes many messages of one block each, two at a time, on vectors of 128 bits: one half holds a lane of one message, the other
 * half the same lane of the next message. For each pair of blocks, the code
 * 1. reads the 17 lanes of both blocks into the state of 25 vectors, the rest zero (`readPair`);
 * 2. makes 24 rounds, each from one state to the other (`computeRound`): the sums of the five columns (θ), then plane by plane the lanes
 *    that ρ and π move there (`gatherPlane`), mixed by χ, the first lane with the constant of the round by ι (`mixPlane`);
 * 3. writes the first four lanes of each half, which are the two hashes (`writePair`).
 *
 * `absorb` makes the same rounds on lanes of 64 bits, for the blocks of one message, whose state is in memory between two calls.
 *
 * The 24 rounds are a loop of 12, so that the states change places without copies. The functions below return code: they run once, when
 * the module is written.
 */

/** The rate of Keccak-256 in bytes: a shorter message fits in one block. */
export const BLOCK_BYTES = 136;
/** The module's memory in bytes: one page. */
export const MEMORY_BYTES = 0x10000;

const LANES = 25;
/** The size of the state of one message. */
export const STATE_BYTES = 8 * LANES;
const BLOCK_LANES = BLOCK_BYTES / 8;
const HASH_BYTES = 32;
const ROUNDS = 24;
/** The size of the round constants, 8 bytes each, at the beginning of the memory. */
export const CONSTANT_BYTES = 8 * ROUNDS;

/** Bytes of WebAssembly code. */
type Code = readonly number[];

const I32 = 0x7f;
const I64 = 0x7e;
const V128 = 0x7b;

/** The numbers of parameters and locals, the same in both functions. There are two states: a round reads one and writes the other. */
const FROM = 0;
const COUNT = 1;
const TO = 2;
const ROUND = 3;
const STATE = 4;
const OTHER = STATE + LANES;
const COLUMNS = OTHER + LANES;
const EFFECTS = COLUMNS + 5;
const SPARE = EFFECTS + 5;

const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const tee = (local: number): Code => [0x22, local];
const i32 = (value: number): Code => [0x41, ...signed(value)];
const increase = (local: number, by: number): Code => [...get(local), ...i32(by), 0x6a, ...set(local)];
const IS_LESS = 0x48;
/** Runs a body, and repeats it while the value that it leaves on the stack is true. */
const repeat = (body: Code): Code => [0x03, 0x40, ...body, 0x0d, 0x00, 0x0b];

const vector = (instruction: number): Code => [0xfd, ...unsigned(instruction)];
const ZERO = [...vector(12), ...new Array<number>(16).fill(0)];
const loadToFirst = (offset: number): Code => [...vector(93), 0, ...unsigned(offset)];
const loadToSecond = (offset: number): Code => [...vector(87), 0, ...unsigned(offset), 1];
const storeHalf = (half: 0 | 1, offset: number): Code => [...vector(91), 0, ...unsigned(offset), half];
const load = (offset: number): Code => [0x29, 0, ...unsigned(offset)];
const store = (offset: number): Code => [0x37, 0, ...unsigned(offset)];

function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  return value >= -0x40 && value < 0x40 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}

/** What a lane is in one function. The operations work on the stack. */
interface Lane {
  readonly type: typeof I64 | typeof V128;
  readonly xor: Code;
  /** a & ~b */
  readonly andNot: Code;
  /** Rotates to the left. */
  readonly rotate: (bits: number) => Code;
  /** The value of 8 bytes at an address. */
  readonly loadConstant: Code;
}

/** A lane of one message. */
const ONE: Lane = {
  type: I64,
  xor: [0x85],
  andNot: [0x42, ...signed(-1), 0x85, 0x83],
  rotate: (bits) => (bits === 0 ? [] : [0x42, ...signed(bits), 0x89]),
  loadConstant: load(0),
};

/** The same lane of two messages. */
const TWO: Lane = {
  type: V128,
  xor: vector(81),
  andNot: vector(79),
  rotate: rotateBoth,
  loadConstant: [...vector(10), 0, 0],
};

/** Vectors have no rotation. */
function rotateBoth(bits: number): Code {
  if (bits === 0) return [];
  const left = [...tee(SPARE), ...i32(bits), ...vector(203)];
  return [...left, ...get(SPARE), ...i32(64 - bits), ...vector(205), ...vector(80)];
}

const COORDINATES = [0, 1, 2, 3, 4];
const laneAt = (x: number, y: number): number => (x % 5) + 5 * (y % 5);

/** Returns the number of bits by which step ρ rotates each lane (FIPS 202, §3.2.2). */
function listRotations(): number[] {
  const rotations = new Array<number>(LANES).fill(0);
  for (let t = 0, [x, y] = [1, 0]; t < 24; t++, [x, y] = [y, (2 * x + 3 * y) % 5])
    rotations[laneAt(x, y)] = (((t + 1) * (t + 2)) / 2) % 64;
  return rotations;
}

const ROTATIONS = listRotations();

/** Returns the constants that step ι adds, 8 bytes each, least significant byte first (FIPS 202, §3.2.5). */
function listConstants(): number[] {
  const constants = new Array<number>(CONSTANT_BYTES).fill(0);
  for (let t = 0, register = 1; t < 7 * ROUNDS; t++) {
    const bit = 2 ** (t % 7) - 1;
    if ((register & 1) === 1) constants[8 * Math.floor(t / 7) + (bit >> 3)]! |= 1 << (bit & 7);
    register = (register << 1) ^ ((register >> 7) * 0x171);
  }
  return constants;
}

/** Step θ, first part: the sums of the columns, and from these the effect on each lane of a column (FIPS 202, §3.2.1). */
function sumColumns({ xor, rotate }: Lane, from: number): Code {
  const sums = COORDINATES.flatMap((x) => [
    ...get(from + laneAt(x, 0)),
    ...[1, 2, 3, 4].flatMap((y) => [...get(from + laneAt(x, y)), ...xor]),
    ...set(COLUMNS + x),
  ]);
  const effects = COORDINATES.flatMap((x) => [
    ...get(COLUMNS + ((x + 1) % 5)),
    ...[...rotate(1), ...get(COLUMNS + ((x + 4) % 5)), ...xor],
    ...set(EFFECTS + x),
  ]);
  return [...sums, ...effects];
}

/** The rest of step θ, and steps ρ and π, for the lanes that become plane `y`. They replace the sums of the columns. */
function gatherPlane({ xor, rotate }: Lane, from: number, y: number): Code {
  return COORDINATES.flatMap((x) => {
    const column = (x + 3 * y) % 5;
    const source = laneAt(column, x);
    const moved = [...get(from + source), ...get(EFFECTS + column), ...xor, ...rotate(ROTATIONS[source]!)];
    return [...moved, ...set(COLUMNS + x)];
  });
}

/** Step χ, and step ι for the first lane (FIPS 202, §3.2.4, §3.2.5). */
function mixPlane({ xor, andNot, loadConstant }: Lane, to: number, y: number): Code {
  return COORDINATES.flatMap((x) => {
    const [next, afterNext] = [COLUMNS + ((x + 1) % 5), COLUMNS + ((x + 2) % 5)];
    const mixed = [...get(COLUMNS + x), ...get(afterNext), ...get(next), ...andNot, ...xor];
    const constant = x + y === 0 ? [...get(ROUND), ...loadConstant, ...xor] : [];
    return [...mixed, ...constant, ...set(to + laneAt(x, y))];
  });
}

function computeRound(lane: Lane, from: number, to: number): Code {
  const planes = COORDINATES.flatMap((y) => [...gatherPlane(lane, from, y), ...mixPlane(lane, to, y)]);
  return [...sumColumns(lane, from), ...planes, ...increase(ROUND, 8)];
}

/** Makes the 24 rounds on the state. */
function permute(lane: Lane): Code {
  const rounds = [...computeRound(lane, STATE, OTHER), ...computeRound(lane, OTHER, STATE)];
  return [...i32(0), ...set(ROUND), ...repeat([...rounds, ...get(ROUND), ...i32(CONSTANT_BYTES), IS_LESS])];
}

/** Reads two blocks into the state. */
function readPair(): Code {
  return Array.from({ length: LANES }, (_, lane) => {
    if (lane >= BLOCK_LANES) return [...ZERO, ...set(STATE + lane)];
    const first = [...get(FROM), ...get(FROM), ...loadToFirst(8 * lane)];
    return [...first, ...loadToSecond(BLOCK_BYTES + 8 * lane), ...set(STATE + lane)];
  }).flat();
}

/** Writes two hashes from the state. */
function writePair(): Code {
  return ([0, 1] as const).flatMap((half) =>
    Array.from({ length: HASH_BYTES / 8 }, (_, lane) => [
      ...[...get(TO), ...get(STATE + lane)],
      ...storeHalf(half, HASH_BYTES * half + 8 * lane),
    ]).flat(),
  );
}

const isMore = [...i32(0), ...get(COUNT), IS_LESS];

/** Hashes blocks two at a time, until COUNT blocks are hashed. */
function hashPairs(): Code {
  const move = [...increase(FROM, 2 * BLOCK_BYTES), ...increase(TO, 2 * HASH_BYTES), ...increase(COUNT, -2)];
  return repeat([...readPair(), ...permute(TWO), ...writePair(), ...move, ...isMore]);
}

const lanesOf = (count: number, code: (lane: number) => Code): Code =>
  Array.from({ length: count }, (_, lane) => code(lane)).flat();

/** Adds COUNT blocks to the state at TO. */
function absorbBlocks(): Code {
  const read = lanesOf(LANES, (lane) => [...get(TO), ...load(8 * lane), ...set(STATE + lane)]);
  const add = lanesOf(BLOCK_LANES, (lane) => [
    ...[...get(STATE + lane), ...get(FROM), ...load(8 * lane)],
    ...[...ONE.xor, ...set(STATE + lane)],
  ]);
  const move = [...increase(FROM, BLOCK_BYTES), ...increase(COUNT, -1)];
  const write = lanesOf(LANES, (lane) => [...get(TO), ...get(STATE + lane), ...store(8 * lane)]);
  return [...read, ...repeat([...add, ...permute(ONE), ...move, ...isMore]), ...write];
}

const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes];
const section = (id: number, bytes: Code): Code => [id, ...sized(bytes)];
/** A section of one element. */
const sectionOf = (id: number, element: Code): Code => section(id, [1, ...element]);
const nameOf = (text: string): Code => sized(Array.from(text, (character) => character.charCodeAt(0)));

/** Returns a function with its variables: the place of the round, then both states and what a round keeps. */
const functionOf = ({ type }: Lane, body: Code): Code =>
  sized([2, 1, I32, SPARE + 1 - STATE, type, ...body, 0x0b]);

/**
 * Returns the module. It exports its `memory` of one page, and two functions.
 * - `hash(from, count, to)` hashes `count` padded blocks at `from`, each a message, and writes the hashes at `to`. As it hashes two blocks
 *   at a time, it writes one extra hash when `count` is odd.
 * - `absorb(from, count, state)` adds `count` padded blocks at `from`, all of one message, to the state at `state`. After the last block
 *   the state begins with the hash.
 */
export function writeModule(): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...sectionOf(1, [0x60, 3, I32, I32, I32, 0]),
    ...section(3, [2, 0, 0]),
    ...sectionOf(5, [0, 1]),
    ...section(7, [3, ...nameOf('memory'), 2, 0, ...nameOf('hash'), 0, 0, ...nameOf('absorb'), 0, 1]),
    ...section(10, [2, ...functionOf(TWO, hashPairs()), ...functionOf(ONE, absorbBlocks())]),
    ...sectionOf(11, [0, ...i32(0), 0x0b, ...sized(listConstants())]),
  );
}
