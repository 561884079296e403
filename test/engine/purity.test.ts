import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOM = join(import.meta.dirname, '../../engine');
const FORBIDDEN =
  /\bMath\b|\bDate\b|\bparseFloat\b|\bNumber\(|\.toNumber\(|\blocaleCompare\b|\bprocess\.[a-z]|\bfetch\b/;
const ALLOWED_IMPORT = /^(\.{1,2}\/.*\.ts|zod)$/;

function sources(): [string, string][] {
  const files = readdirSync(ROOM, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return files.map((name) => [name, readFileSync(join(ROOM, name), 'utf8')]);
}

describe('the engine', () => {
  it('uses no clock, randomness, float arithmetic or locale', () => {
    const found = sources().flatMap(([name, text]) =>
      text
        .split('\n')
        .filter((line) => FORBIDDEN.test(line))
        .map((line) => `${name}: ${line}`),
    );
    expect(found).toEqual([]);
  });

  it('imports only core and zod', () => {
    const imports = sources().flatMap(([, text]) =>
      [...text.matchAll(/ from '([^']+)'/g)].map((match) => match[1] ?? ''),
    );
    expect(imports.filter((name) => !ALLOWED_IMPORT.test(name))).toEqual([]);
    const outside = imports.filter((name) => name.startsWith('../') && /^(\.\.\/)+[a-z0-9]+\//.test(name));
    expect(outside.filter((name) => !/^(\.\.\/)+(core|methods)\//.test(name))).toEqual([]);
  });
});
