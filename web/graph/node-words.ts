import type { Tone } from '../components/tag.tsx';
import { useRecordTexts } from '../components/record-texts.ts';
import { nameOfKind } from '../../core/records/kind.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Entry } from '../../core/records/entry.ts';
import { useEntryName } from '../language/row-names.ts';
import { useFormat } from '../language/format.ts';
import type { GraphNode } from '../../jobs/explain/graph.ts';
import { useGraphTexts } from './picture/graph-texts.ts';
import { titleOf } from '../../jobs/explain/known-record.ts';
import { useQuantity } from './quantity.ts';
import type { Standing } from '../../jobs/explain/standing.ts';
import { escapeHidden, MOST_OF_TITLE, showOutside } from '../language/outside-text.ts';

/** The texts in which a node is shown. */
export interface NodeWords {
  /** What it is: the kind of a record, or figure, row, set, document. */
  readonly what: string;
  readonly title: string;
  /** The key of a figure or row that its title names in words; null where the title is all there is. */
  readonly code: string | null;
  /** Its value with unit; null where it has none. */
  readonly quantity: string | null;
  /** Version, or the record that holds it. */
  readonly note: string | null;
}

/** The colour of each standing. */
export const STANDING_TONES: Record<Standing, Tone> = {
  withdrawn: 'bad',
  replaced: 'unsure',
  stale: 'unsure',
  current: 'good',
  unknown: 'neutral',
};

/** Returns a function that gives the words of a node. `origin` is where records come from, `root` the record at the end. */
export function useNodeWords(origin: 'ledger' | 'file', root: Hex): (node: GraphNode) => NodeWords {
  const texts = useGraphTexts();
  const records = useRecordTexts();
  const format = useFormat();
  const write = useQuantity();
  const nameOf = useEntryName();
  const titleOfEntry = (key: string, entry: Entry | null): Pick<NodeWords, 'title' | 'code'> => {
    const name = nameOf({ key, detail: entry?.detail });
    const code = escapeHidden(key);
    return name === null ? { title: code, code: null } : { title: name, code };
  };
  const quantityOf = (value: string | null, unit: string): string | null =>
    value === null ? null : write(value, unit);
  const writers: { readonly [Type in GraphNode['type']]: (node: GraphNode & { type: Type }) => NodeWords } = {
    record: ({ known }) => ({
      what: records.kinds[nameOfKind(known.record.kind)],
      title: showOutside(titleOf(known) ?? records.untitled, MOST_OF_TITLE),
      code: null,
      quantity: null,
      note: texts.version(format.number(known.record.sequence)),
    }),
    unknown: ({ record }) => ({
      what: texts.record,
      title: origin === 'file' ? texts.notHere : texts.notRead,
      code: null,
      quantity: null,
      note: `${record.slice(0, 18)}…`,
    }),
    figure: ({ key, entry, of, record }) => ({
      what: texts.figure,
      ...titleOfEntry(key, entry),
      quantity: entry === null ? null : quantityOf(entry.value, entry.unit),
      note: of === null || record === root ? null : texts.inRecord(showOutside(of, MOST_OF_TITLE)),
    }),
    row: ({ key, value, unit, entry }) => ({
      what: texts.row,
      ...titleOfEntry(key, entry),
      quantity: quantityOf(value, unit),
      note: null,
    }),
    set: ({ set: { count, name, sum, unit, selection } }) => ({
      what: texts.set,
      title: texts.rowsOf(format.number(count), name),
      code: null,
      quantity: quantityOf(sum, unit),
      note: escapeHidden(selection.rows?.join(', ') ?? '') || null,
    }),
    document: ({ key, document }) => ({
      what: texts.document,
      title: escapeHidden(key),
      code: null,
      quantity: document === null ? null : format.size(document.size),
      note: document === null ? null : escapeHidden(document.mediaType),
    }),
    more: ({ what, hidden }) => ({
      what: '',
      title: texts.moreShort[what](format.number(hidden)),
      code: null,
      quantity: null,
      note: null,
    }),
  };
  return (node) => (writers[node.type] as (each: GraphNode) => NodeWords)(node);
}
