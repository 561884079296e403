/**
 * Writes WebAssembly modules of functions over one memory that is imported: just the instructions that the kernels of this project
 * use. The functions return code, which is put together by lists (WebAssembly Core Specification 2.0, chapter 5).
 */

/** Bytes of code. */
export type Code = readonly number[];

export const I32 = 0x7f;
export const F64 = 0x7c;
export const V128 = 0x7b;
export type Type = typeof I32 | typeof F64 | typeof V128;

/** A parameter or a local variable of a function. */
export interface Local {
  readonly index: number;
}

/** Hands out the parameters and variables of one function. */
export class Locals<Parameter extends string = string> {
  /** All are 32-bit numbers. */
  readonly parameters: Readonly<Record<Parameter, Local>>;
  readonly parameterCount: number;
  readonly #types: Type[] = [];

  constructor(...parameters: readonly Parameter[]) {
    this.parameterCount = parameters.length;
    this.parameters = nameAll(parameters, (index) => ({ index }));
  }

  add(type: Type): Local {
    this.#types.push(type);
    return { index: this.parameterCount + this.#types.length - 1 };
  }

  many(count: number, type: Type): Local[] {
    return Array.from({ length: count }, () => this.add(type));
  }

  named<Name extends string>(type: Type, ...names: readonly Name[]): Readonly<Record<Name, Local>> {
    return nameAll(names, () => this.add(type));
  }

  /** The declaration, one variable at a time. */
  declare(): Code {
    return [...unsigned(this.#types.length), ...this.#types.flatMap((type) => [1, type])];
  }
}

function nameAll<Name extends string>(
  names: readonly Name[],
  make: (index: number) => Local,
): Readonly<Record<Name, Local>> {
  return Object.fromEntries(names.map((name, index) => [name, make(index)])) as Record<Name, Local>;
}

export const get = ({ index }: Local): Code => [0x20, ...unsigned(index)];
export const set = ({ index }: Local, value: Code): Code => [...value, 0x21, ...unsigned(index)];
export const i32 = (value: number): Code => [0x41, ...signed(value)];

const binary =
  (...instruction: number[]) =>
  (a: Code, b: Code): Code => [...a, ...b, ...instruction];
export const addI32 = binary(0x6a);
export const multiplyI32 = binary(0x6c);
export const andI32 = binary(0x71);
export const shiftLeftI32 = binary(0x74);
export const isLess = binary(0x49);

export const loadI32 = (address: Code, offset = 0): Code => [...address, 0x28, 0, ...unsigned(offset)];

/** One float64 (`F64`) or two of them (`V128`): the operations have the same names for both. */
export interface Numbers {
  readonly type: typeof F64 | typeof V128;
  readonly bytes: number;
  readonly load: (address: Code, offset?: number) => Code;
  /** The one float64 at an address, in every lane. */
  readonly spread: (address: Code, offset?: number) => Code;
  readonly store: (address: Code, value: Code, offset?: number) => Code;
  readonly constant: (value: number) => Code;
  readonly add: (a: Code, b: Code) => Code;
  readonly subtract: (a: Code, b: Code) => Code;
  readonly multiply: (a: Code, b: Code) => Code;
  readonly absolute: (a: Code) => Code;
}

const vector = (instruction: number): number[] => [0xfd, ...unsigned(instruction)];

export const ONE: Numbers = {
  type: F64,
  bytes: 8,
  load: (address, offset = 0) => [...address, 0x2b, 0, ...unsigned(offset)],
  spread: (address, offset = 0) => [...address, 0x2b, 0, ...unsigned(offset)],
  store: (address, value, offset = 0) => [...address, ...value, 0x39, 0, ...unsigned(offset)],
  constant: (value) => [0x44, ...float(value)],
  add: binary(0xa0),
  subtract: binary(0xa1),
  multiply: binary(0xa2),
  absolute: (a) => [...a, 0x99],
};

export const TWO: Numbers = {
  type: V128,
  bytes: 16,
  load: (address, offset = 0) => [...address, ...vector(0), 0, ...unsigned(offset)],
  spread: (address, offset = 0) => [...address, ...vector(10), 0, ...unsigned(offset)],
  store: (address, value, offset = 0) => [...address, ...value, ...vector(11), 0, ...unsigned(offset)],
  constant: (value) => [...vector(12), ...float(value), ...float(value)],
  add: binary(...vector(240)),
  subtract: binary(...vector(241)),
  multiply: binary(...vector(242)),
  absolute: (a) => [...a, ...vector(236)],
};

/** Adds a number to a variable. */
export const increase = (local: Local, by: Code): Code => set(local, addI32(get(local), by));

/** Runs a body while a condition is true. It is asked before each turn. */
export const loopWhile = (condition: Code, body: Code): Code => [
  ...[0x02, 0x40, 0x03, 0x40],
  ...[...condition, 0x45, 0x0d, 0x01],
  ...[...body, 0x0c, 0x00],
  ...[0x0b, 0x0b],
];

/** A function of the module: its parameters are 32-bit numbers, and it returns nothing. */
export interface ModuleFunction {
  readonly name: string;
  readonly locals: Locals;
  readonly body: Code;
}

/** Returns the module. It imports its memory as `memory` of `env`, and exports the functions. */
export function writeModule(functions: readonly ModuleFunction[]): Uint8Array<ArrayBuffer> {
  const type = ({ locals }: ModuleFunction): Code => [
    0x60,
    ...vectorOf(new Array<Code>(locals.parameterCount).fill([I32])),
    0,
  ];
  const bodyOf = ({ locals, body }: ModuleFunction): Code => sized([...locals.declare(), ...body, 0x0b]);
  return Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, functions.map(type)),
    ...section(2, [[...nameOf('env'), ...nameOf('memory'), 2, 0, 1]]),
    ...section(
      3,
      functions.map((_, index) => unsigned(index)),
    ),
    ...section(
      7,
      functions.map(({ name }, index) => [...nameOf(name), 0, ...unsigned(index)]),
    ),
    ...section(10, functions.map(bodyOf)),
  );
}

function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value >= -0x40 && value < 0x40 ? [value & 0x7f] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}

function float(value: number): number[] {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value, true);
  return Array.from({ length: 8 }, (_, index) => bytes.getUint8(index));
}

const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes];
const vectorOf = (elements: readonly Code[]): Code => [...unsigned(elements.length), ...elements.flat()];
const section = (id: number, elements: readonly Code[]): Code => [id, ...sized(vectorOf(elements))];
const nameOf = (text: string): Code => sized(Array.from(text, (character) => character.charCodeAt(0)));
