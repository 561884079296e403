import type { DatasetEntry } from '../../engine/datasets/validate.ts';
import { checkStatedLosses } from '../../tables/mrio/lost-accounts.ts';
import { listDatasetNames } from './dataset-rows.ts';

/**
 * Checks that a multi-region table lacks nothing that the last version of its stream has, unless its entries say that this was accepted.
 * Other datasets pass. So do first versions, for which `readEarlier` gives null. `file` is where the entries come from.
 * @throws DatasetRefused `lost-account`; what `readEarlier` throws
 */
export async function checkEarlierAccounts(
  file: string,
  entries: readonly DatasetEntry[],
  readEarlier: () => Promise<readonly DatasetEntry[] | null>,
): Promise<void> {
  if (listDatasetNames(entries)[0] !== 'mrio') return;
  const earlier = await readEarlier();
  if (earlier !== null) checkStatedLosses(file, earlier, entries);
}
