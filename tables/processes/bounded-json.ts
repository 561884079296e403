import { refuseTable } from '../cells/table-problem.ts';
import type { PackedFile } from './package-archive.ts';

/** How deep values of a file may be nested: files of openLCA have about ten levels. */
export const DEEPEST = 64;

const [QUOTE, BACKSLASH] = ['"'.charCodeAt(0), '\\'.charCodeAt(0)];
const OPENING: ReadonlySet<number> = new Set(['{', '['].map((mark) => mark.charCodeAt(0)));
const CLOSING: ReadonlySet<number> = new Set(['}', ']'].map((mark) => mark.charCodeAt(0)));

/** A JSON object from outside. */
export type Given = Readonly<Record<string, unknown>>;

/** Returns the object in a JSON file. It is measured before it is read. @throws DatasetRefused `truncated`, `nesting`, `header` */
export async function readJsonFile(file: PackedFile): Promise<Given> {
  const bytes = await file.read();
  const depth = measureDepth(bytes);
  if (depth > DEEPEST)
    throw refuseTable(file.path, 'nesting', `values are nested ${depth} deep, expected at most ${DEEPEST}`);
  const value = parse(file.path, new TextDecoder().decode(bytes));
  if (!isGiven(value)) throw refuseTable(file.path, 'header', 'expected a JSON object');
  return value;
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw refuseTable(path, 'header', 'the file is not JSON');
  }
}

function measureDepth(bytes: Uint8Array): number {
  let [depth, deepest, isText] = [0, 0, false];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) isText = !isText;
    else if (isText) at += byte === BACKSLASH ? 1 : 0;
    else if (OPENING.has(byte)) deepest = Math.max(deepest, ++depth);
    else if (CLOSING.has(byte)) depth--;
  }
  return deepest;
}

export function isGiven(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the objects in a member that is a list; empty without it. */
export function listGiven(object: Given, member: string): Given[] {
  const value = object[member];
  return Array.isArray(value) ? value.filter(isGiven) : [];
}

/** Returns a member that is a text; null if it is anything else, or empty. */
export function textIn(object: Given | null, member: string): string | null {
  const value = object?.[member];
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

export function numberIn(object: Given | null, member: string): number | null {
  const value = object?.[member];
  return typeof value === 'number' ? value : null;
}

/** Returns a member that is an object; null otherwise. */
export function objectIn(object: Given | null, member: string): Given | null {
  const value = object?.[member];
  return isGiven(value) ? value : null;
}

/** Whether the first of these members that is there is true: names differ between versions of a format. */
export function flagIn(object: Given, ...members: readonly string[]): boolean {
  return members.some((member) => object[member] === true);
}

/** Returns the id of what a member names. */
export function idIn(object: Given | null, member: string): string | null {
  return textIn(objectIn(object, member), '@id');
}
