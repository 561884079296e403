import { afterEach, expect, it, vi } from 'vitest';
import { createTeller } from '../../devnet/terminal/tell.ts';

afterEach(() => vi.restoreAllMocks());

it('a command to try is told in one line with its ids whole, a sentence with short ones', () => {
  const told = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const tell = createTeller();
  const id = `0x${'ab'.repeat(32)}`;
  tell.command(`npm run -s ledger -- bundle ${id} -o one-figure.carbon-proof.json`);
  tell.say(`record ${id}`);
  expect(told.mock.calls.map(([text]) => text)).toEqual([
    `  npm run -s ledger -- bundle ${id} -o one-figure.carbon-proof.json\n`,
    '  record 0xabababab…abab\n',
  ]);
});
