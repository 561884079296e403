import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { measureGas } from './gas-figures.ts';

describe('The gas', () => {
  it('of anchoring is at most 70,000 from the second batch on, and all figures are those in docs/gas.md', async () => {
    const figures = await measureGas();
    const anchors = figures.filter(({ call }) => /^anchor, batch [23]$/.test(call));
    expect(anchors).toHaveLength(2);
    for (const { gas } of anchors) expect(gas).toBeLessThanOrEqual(70_000);

    const page = readFileSync(new URL('../../docs/gas.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| ([^|]+?) +\| +([\d,]+) \|$/gm)].map(([, call, gas]) => ({
      call,
      gas: Number(gas?.replaceAll(',', '')),
    }));
    expect(rows).toEqual(figures);
  });
});
