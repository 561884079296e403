import { type ChainedLedger, deployChainedLedger } from './chained-ledger.ts';
import type { TestChain } from './chain.ts';
import { type LyingOperator, openLyingOperator } from './lying-operator.ts';

/** A ledger with some batches, and the folder of its publication. */
export interface PlayedLedger {
  readonly ledger: ChainedLedger;
  readonly operator: LyingOperator;
  readonly publication: string;
}

/** Deploys a ledger and seals a batch of one record for each subject, as an honest operator would. It needs no database. */
export async function playLedger(
  chain: TestChain,
  publication: string,
  subjects = ['one', 'two', 'three'],
): Promise<PlayedLedger> {
  const ledger = await deployChainedLedger(chain);
  const operator = await openLyingOperator(ledger, publication);
  for (const subject of subjects)
    await operator.seal({ records: [ledger.sign({ by: ledger.parties.company, subject })] });
  return { ledger, operator, publication };
}
