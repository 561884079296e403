import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeHashes } from '../../bench/tools/bare-hash.ts';
import { countInner, countPaths } from '../../bench/tools/needed-hashes.ts';
import { renderSection, replaceSection } from '../../bench/tools/page.ts';
import { type Row, isMet } from '../../bench/tools/row.ts';
import { ZERO_HASH } from '../../core/encoding/hex.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';

const rowOf = (title: string): Row => ({
  title,
  method: 'Measured so.',
  head: ['', 'processor'],
  lines: [['core', '1 ms']],
  goals: [{ what: 'others / core', ratio: 4.5, goal: 5, sense: 'at least' }],
});

describe('The page of benchmarks', () => {
  it('replaces the section of a row and keeps the other sections', () => {
    const both = ['tree', 'map'].reduce(
      (page, name) => replaceSection(page, name, renderSection(name, rowOf(`${name}, first`), 2 ** 20)),
      '',
    );
    const again = replaceSection(both, 'tree', renderSection('tree', rowOf('tree, second'), 2 ** 20));
    expect(again.match(/^## .*$/gm)).toEqual(['## tree, second', '## map, first']);
    expect(again.startsWith('# Benchmarks')).toBe(true);
  });

  it('marks a missed goal', () => {
    expect(renderSection('tree', rowOf('tree'), 0)).toContain(
      '| others / core | 4.50 | at least 5 | **missed** |',
    );
  });

  it('counts a ratio equal to its goal as met, for "at least" and for "at most"', () => {
    const judge = (ratio: number, sense: 'at least' | 'at most'): boolean =>
      isMet({ what: '', ratio, goal: 5, sense });
    expect([4, 5, 6].map((ratio) => judge(ratio, 'at least'))).toEqual([false, true, true]);
    expect([4, 5, 6].map((ratio) => judge(ratio, 'at most'))).toEqual([true, true, false]);
  });
});

describe('The number of hashes that a map needs', () => {
  it.each([1, 2, 3, 10, 1000])('equals its items plus the prefixes shared by several of %i keys', (count) => {
    const keys = makeHashes(count);
    const changed = keys.slice(0, 32 * Math.ceil(count / 10));
    const map = SparseMerkleMap.open(ZERO_HASH);
    expect(count + countInner(keys)).toBe(map.insertItems({ keys, leaves: keys }).length);
    expect(changed.length / 32 + countPaths(keys, changed)).toBe(
      map.insertItems({ keys: changed, leaves: changed }).length,
    );
  });
});

describe('npm run bench', () => {
  const run = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync('node', [resolve(import.meta.dirname, '../../bench/main.ts'), ...args], { encoding: 'utf8' });
  const NEXT = 'npm run bench -- --help lists the options and benchmarks.\n';

  it('prints its help with examples and all benchmarks, and measures nothing', () => {
    const { status, stdout, stderr } = run('--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('npm run bench -- --only verify ');
    expect(stdout).toMatch(
      /Benchmarks: account, cycle, factors, gas, .*, wide, work, workbook, workbook-page\nLong ones, .*: million, replay, slow-clients\n$/,
    );
    expect(run('-h').stdout).toBe(stdout);
  });

  it('refuses an unknown benchmark and an unknown option in one line, with exit code 2', () => {
    const unknown = run('--only', 'nothing');
    expect(unknown).toMatchObject({ status: 2, stdout: '' });
    expect(unknown.stderr).toBe(
      `error (option): Unknown benchmark: nothing. Expected one of account, cycle, factors, gas, hostile, impact, import, intake, linear, lists, map, meters, million, package, panorama, plant, portal, post, reads, reperform, replay, seal, slow-clients, table, tree, uncertainty, verify, wide, work, workbook, workbook-page. ${NEXT}`,
    );
    for (const [args, problem] of [
      [['--fast'], "Unknown option '--fast'"],
      [['--only'], "Option '--only <value>' argument missing"],
      [['verify'], "Unexpected argument 'verify'"],
    ] as const)
      expect(run(...args)).toMatchObject({
        status: 2,
        stdout: '',
        stderr: `error (option): ${problem}. ${NEXT}`,
      });
  });
});
