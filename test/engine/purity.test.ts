import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOM = join(import.meta.dirname, '../../engine');
const FORBIDDEN =
  /\bMath\b|\bDate\b|\bparseFloat\b|\bNumber\(|\.toNumber\(|\blocaleCompare\b|\bprocess\.[a-z]|\bfetch\b/;

function sources(): [string, string][] {
  const files = readdirSync(ROOM, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return files.map((name) => [name, readFileSync(join(ROOM, name), 'utf8')]);
}

/** Whether an import is zod or the reader of Parquet, of the engine itself (`path` within its room), or of core. */
function isAllowed(path: string, target: string): boolean {
  if (!target.startsWith('.')) return target === 'zod' || target === 'hyparquet/src/index.js';
  return target.endsWith('.ts') && (!path.startsWith('..') || path.startsWith('../core/'));
}

/** The only file that converts between decimals and float64. */
const FLOATS = 'quantities/float.ts';
/** The only file that takes the square root, which IEEE 754 rounds correctly on every machine. */
const ROOTS = 'quantities/elementary.ts';

const NOTHING = /(?!)/g;

describe('the engine', () => {
  it('uses no clock, randomness, float arithmetic or locale', () => {
    const others = sources().filter(([name]) => name !== FLOATS);
    const found = others.flatMap(([name, text]) =>
      text
        .replaceAll(name === ROOTS ? 'Math.sqrt' : NOTHING, '')
        .split('\n')
        .filter((line) => FORBIDDEN.test(line))
        .map((line) => `${name}: ${line}`),
    );
    expect(found).toEqual([]);
  });

  it('imports only core, zod and the reader of Parquet', () => {
    const outside = sources().flatMap(([name, text]) =>
      [...text.matchAll(/ from '([^']+)'/g)]
        .map((match) => match[1] ?? '')
        .filter((target) => !isAllowed(relative(ROOM, join(ROOM, dirname(name), target)), target))
        .map((target) => `${name}: ${target}`),
    );
    expect(outside).toEqual([]);
  });
});
