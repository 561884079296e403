import type { Hex } from '../../core/encoding/hex.ts';
import type { Block } from '../gate/block.ts';
import { shownBy } from '../gate/resolve.ts';
import type { Handles } from '../handles/handle-table.ts';
import type { Item } from '../handles/item.ts';
import type { AnswerFile } from './answer-file.ts';

/** Returns the ids of the records from which a block of an answer file comes that was verified. */
export function listRecords({ things }: Pick<AnswerFile, 'things'>, block: Block): readonly Hex[] {
  const known = new Map(Object.entries(things) as unknown as [string, Item][]);
  const handles: Handles = { find: (handle) => known.get(handle) ?? null, list: () => [...known.keys()] };
  return [...new Set(shownBy(block, handles).flatMap(({ item }) => recordsOf(item)))];
}

function recordsOf(item: Item): readonly Hex[] {
  if (item.kind === 'figure') return item.source.is === 'proven' ? [item.source.record] : [];
  if (item.kind === 'run') return item.sources;
  if (item.kind === 'record') return [item.record];
  return item.kind === 'row' && item.record !== null ? [item.record] : [];
}
