import type { FigureItem } from './figure-item.ts';
import type { Item, RecordItem } from './item.ts';

/** Whether a figure is made from another figure, a row or something of a record, or by a clause, as it states itself. */
export function isMadeFrom(figure: FigureItem, item: Item): boolean {
  const [, ...entries] = figure.parts.entries;
  if (item.kind === 'figure') return entries.includes(item.parts.entries[0] ?? '');
  if (item.kind === 'row') return entries.includes(`${item.record ?? ''}#${item.key}`);
  if (item.kind === 'clause') return item.method === figure.method;
  return item.kind === 'record' && isMadeFromRecord(figure, item);
}

function isMadeFromRecord({ parts }: FigureItem, { record }: RecordItem): boolean {
  const [own = '', ...entries] = parts.entries;
  const isOf = (name: string): boolean => name.startsWith(`${record}#`);
  const isSet = parts.sets.some((set) => set.record === record);
  return !isOf(own) && (isSet || entries.some(isOf));
}
