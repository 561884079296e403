/**
 * Writes the WebAssembly module that hashes many messages of one block each, two at a time. It is Keccak-f[1600] (FIPS 202, §3)
 * on vectors of 128 bits: one half holds a lane of one message, the other half the same lane of the next message.
 *
 * For each pair of blocks, the code
 * 1. reads the 17 lanes of both blocks into the state of 25 vectors, the rest zero (`absorb`);
 * 2. makes 24 rounds, each from one state to the other (`computeRound`): the sums of the five columns (θ), then plane by plane the lanes
 *    that ρ and π move there (`gatherPlane`), mixed by χ, the first lane with the constant of the round by ι (`mixPlane`);
 * 3. writes the first four lanes of each half, which are the two hashes (`squeeze`).
 *
 * The 24 rounds are a loop of 12, so that the states change places without copies. The functions below return code: they run once, when
 * the module is written.
 */

/** The rate of Keccak-256 in bytes: a shorter message fits in one block. */
export const BLOCK_BYTES = 136;
/** The module's memory in bytes: one page. */
export const MEMORY_BYTES = 0x10000;

const LANES = 25;
const BLOCK_LANES = BLOCK_BYTES / 8;
const HASH_BYTES = 32;
const ROUNDS = 24;
/** The size of the round constants, 8 bytes each, at the beginning of the memory. */
export const CONSTANT_BYTES = 8 * ROUNDS;

/** Bytes of WebAssembly code. */
type Code = readonly number[];

const I32 = 0x7f;
const V128 = 0x7b;

/** The numbers of parameters and locals. There are two states: a round reads one and writes the other. */
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
/** a & ~b */
const AND_NOT = vector(79);
const OR = vector(80);
const XOR = vector(81);
const SHIFT_LEFT = vector(203);
const SHIFT_RIGHT = vector(205);
const LOAD_TO_BOTH = [...vector(10), 0, 0];
const loadToFirst = (offset: number): Code => [...vector(93), 0, ...unsigned(offset)];
const loadToSecond = (offset: number): Code => [...vector(87), 0, ...unsigned(offset), 1];
const store = (half: 0 | 1, offset: number): Code => [...vector(91), 0, ...unsigned(offset), half];

function unsigned(value: number): Code {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): Code {
  return value >= -0x40 && value < 0x40 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}

/** Rotates both halves of the vector on the stack to the left. */
function rotate(bits: number): Code {
  if (bits === 0) return [];
  const left = [...tee(SPARE), ...i32(bits), ...SHIFT_LEFT];
  return [...left, ...get(SPARE), ...i32(64 - bits), ...SHIFT_RIGHT, ...OR];
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
function sumColumns(from: number): Code {
  const sums = COORDINATES.flatMap((x) => [
    ...get(from + laneAt(x, 0)),
    ...[1, 2, 3, 4].flatMap((y) => [...get(from + laneAt(x, y)), ...XOR]),
    ...set(COLUMNS + x),
  ]);
  const effects = COORDINATES.flatMap((x) => [
    ...get(COLUMNS + ((x + 1) % 5)),
    ...[...rotate(1), ...get(COLUMNS + ((x + 4) % 5)), ...XOR],
    ...set(EFFECTS + x),
  ]);
  return [...sums, ...effects];
}

/** The rest of step θ, and steps ρ and π, for the lanes that become plane `y`. They replace the sums of the columns. */
function gatherPlane(from: number, y: number): Code {
  return COORDINATES.flatMap((x) => {
    const column = (x + 3 * y) % 5;
    const source = laneAt(column, x);
    const moved = [...get(from + source), ...get(EFFECTS + column), ...XOR, ...rotate(ROTATIONS[source]!)];
    return [...moved, ...set(COLUMNS + x)];
  });
}

/** Step χ, and step ι for the first lane (FIPS 202, §3.2.4, §3.2.5). */
function mixPlane(to: number, y: number): Code {
  return COORDINATES.flatMap((x) => {
    const [next, afterNext] = [COLUMNS + ((x + 1) % 5), COLUMNS + ((x + 2) % 5)];
    const mixed = [...get(COLUMNS + x), ...get(afterNext), ...get(next), ...AND_NOT, ...XOR];
    const constant = x + y === 0 ? [...get(ROUND), ...LOAD_TO_BOTH, ...XOR] : [];
    return [...mixed, ...constant, ...set(to + laneAt(x, y))];
  });
}

function computeRound(from: number, to: number): Code {
  const planes = COORDINATES.flatMap((y) => [...gatherPlane(from, y), ...mixPlane(to, y)]);
  return [...sumColumns(from), ...planes, ...increase(ROUND, 8)];
}

/** Reads two blocks into the state. */
function absorb(): Code {
  return Array.from({ length: LANES }, (_, lane) => {
    if (lane >= BLOCK_LANES) return [...ZERO, ...set(STATE + lane)];
    const first = [...get(FROM), ...get(FROM), ...loadToFirst(8 * lane)];
    return [...first, ...loadToSecond(BLOCK_BYTES + 8 * lane), ...set(STATE + lane)];
  }).flat();
}

/** Writes two hashes from the state. */
function squeeze(): Code {
  return ([0, 1] as const).flatMap((half) =>
    Array.from({ length: HASH_BYTES / 8 }, (_, lane) => [
      ...[...get(TO), ...get(STATE + lane)],
      ...store(half, HASH_BYTES * half + 8 * lane),
    ]).flat(),
  );
}

/** Hashes blocks two at a time, until COUNT blocks are hashed. */
function hashBlocks(): Code {
  const rounds = [...computeRound(STATE, OTHER), ...computeRound(OTHER, STATE)];
  const permute = repeat([...rounds, ...get(ROUND), ...i32(CONSTANT_BYTES), IS_LESS]);
  const move = [...increase(FROM, 2 * BLOCK_BYTES), ...increase(TO, 2 * HASH_BYTES), ...increase(COUNT, -2)];
  const isMore = [...i32(0), ...get(COUNT), IS_LESS];
  return repeat([...absorb(), ...i32(0), ...set(ROUND), ...permute, ...squeeze(), ...move, ...isMore]);
}

const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes];
const section = (id: number, bytes: Code): Code => [id, ...sized(bytes)];
/** A section of one element. */
const sectionOf = (id: number, element: Code): Code => section(id, [1, ...element]);
const nameOf = (text: string): Code => sized(Array.from(text, (character) => character.charCodeAt(0)));

/**
 * Returns the module. It exports its `memory` of one page, and `hash(from, count, to)`. That hashes `count` padded blocks at
 * `from` and writes the hashes at `to`. As it hashes two blocks at a time, it writes one extra hash when `count` is odd.
 */
export function writeModule(): Uint8Array<ArrayBuffer> {
  const locals = [2, 1, I32, SPARE + 1 - STATE, V128];
  return Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...sectionOf(1, [0x60, 3, I32, I32, I32, 0]),
    ...sectionOf(3, [0]),
    ...sectionOf(5, [0, 1]),
    ...section(7, [2, ...nameOf('memory'), 2, 0, ...nameOf('hash'), 0, 0]),
    ...sectionOf(10, sized([...locals, ...hashBlocks(), 0x0b])),
    ...sectionOf(11, [0, ...i32(0), 0x0b, ...sized(listConstants())]),
  );
}
