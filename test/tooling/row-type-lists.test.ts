import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROW_TYPES } from '../../engine/rows/types/row-types.ts';
import { findRowTypeLists } from '../../scripts/row-type-lists.ts';

const NAMES = new Set<string>(ROW_TYPES.map(({ type }) => type));
const find = (text: string, mayRead = false) => findRowTypeLists(text, NAMES, { mayRead });

describe('a second list of row types', () => {
  it.each([
    ['an array', "const a = ['fuel-use', 'gwp', 'grid-factor'];"],
    ['an array that spreads others', "const a = [...(['fuel-use', 'gwp'] as const), ...['grid-factor']];"],
    ['a set', "const a = new Set<string>(['fuel-use', 'gwp', 'grid-factor', 'other']);"],
    ['a union', "type A = 'fuel-use' | 'gwp' | 'grid-factor';"],
    ['an object of data', "const a = { 'fuel-use': 'use of fuels', gwp: true, 'grid-factor': ['mix'] };"],
    ['the cases of a switch', "switch (a) { case 'fuel-use': case 'gwp': case 'grid-factor': break; }"],
    ['the words of a text', "const a = 'fuel-use gwp grid-factor'.split(' ');"],
    ['a pattern', 'const a = /^(fuel-use|gwp|grid-factor)$/;'],
  ])('is found in %s, with its line', (_where, list) => {
    expect(find(`// A comment.\n${list}\n`)).toEqual([
      { line: 2, types: ['fuel-use', 'gwp', 'grid-factor'] },
    ]);
  });

  it.each([
    ['two row types', "const a = ['fuel-use', 'gwp'];"],
    [
      'an object that writes each in its own way',
      "const a = { 'fuel-use': () => 1, gwp: b(), 'grid-factor'() {} };",
    ],
    ['a sentence', "const a = 'A fuel-use needs a gwp, and electricity-use a grid-factor.';"],
    ['members of an object', "const a = { method: 'cbam@2', unit: 't', source: 'IPCC', output: 1 };"],
  ])('is not found in %s', (_where, text) => {
    expect(find(text)).toEqual([]);
  });

  it('is not what a method reads, but is a table in a method', () => {
    expect(find("const a = { reads: ['fuel-use', 'gwp', 'grid-factor'] };", true)).toEqual([]);
    expect(find("const a = { 'fuel-use': 1, gwp: 2, 'grid-factor': 3 };", true)).toHaveLength(1);
  });
});

describe('npm run check -- row-types', () => {
  it('refuses a list that is planted in a room, and none where row types are declared', () => {
    const folder = mkdtempSync(join(tmpdir(), 'row-types-'));
    for (const room of ['web/data', 'engine/rows/types']) {
      mkdirSync(join(folder, room), { recursive: true });
      writeFileSync(
        join(folder, room, 'planted.ts'),
        "export const A = ['fuel-use', 'gwp', 'grid-factor'];\n",
      );
    }
    const script = resolve(import.meta.dirname, '../../scripts/check-row-types.ts');
    const { status, stdout } = spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(status).toBe(1);
    expect(stdout.split('\n')[0]).toMatch(/^web\/data\/planted\.ts:1: a second list of row types/);
    expect(stdout).toContain('1 files, 1 second lists of row types');
  });
});
