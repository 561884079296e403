import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runLine } from '../cli/test-terminal.ts';

/** Proof files of the worked example, as engine 2.0.0 computed it when it was released. They never change. */
const FOLDER = join(import.meta.dirname, 'engine-2.0.0');

it.each(['inventory', 'inventory-restated'])(
  'engine 2.0.0 computes the %s of its time again to the digit',
  async (name) => {
    const { exit, out } = await runLine(
      ['reperform', join(FOLDER, `${name}.carbon-proof.json`), '--json'],
      {},
    );
    const { result, basis } = JSON.parse(out) as { result: string; basis: string };
    expect({ exit, result }).toEqual({ exit: 0, result: 'pass' });
    expect(basis).toContain('15 of 15 figures of 0x');
    expect(basis).toContain('carbon-ledger-engine 2.0.0');
  },
);
