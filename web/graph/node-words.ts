import type { Tone } from '../components/tag.tsx';
import { useRecordTexts } from '../components/record-texts.ts';
import { nameOfKind } from '../../core/records/kind.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { useFormat } from '../language/format.ts';
import type { GraphNode } from './graph.ts';
import { useGraphTexts } from './graph-texts.ts';
import { titleOf } from './known-record.ts';
import type { Standing } from './standing.ts';

/** What a node says of itself. */
export interface NodeWords {
  /** What it is: the kind of a record, or figure, row, set, document. */
  readonly what: string;
  readonly title: string;
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
  const quantityOf = (value: string | null, unit: string): string | null =>
    value === null ? null : `${format.decimal(value)} ${format.unit(unit)}`.trim();
  return (node) => {
    switch (node.type) {
      case 'record': {
        const { record } = node.known;
        return {
          what: records.kinds[nameOfKind(record.kind)],
          title: titleOf(node.known) ?? records.untitled,
          quantity: null,
          note: texts.version(format.number(record.sequence)),
        };
      }
      case 'unknown':
        return {
          what: texts.record,
          title: origin === 'file' ? texts.notHere : texts.notRead,
          quantity: null,
          note: `${node.record.slice(0, 18)}…`,
        };
      case 'figure': {
        const { key, entry, of } = node;
        return {
          what: texts.figure,
          title: key,
          quantity: entry === null ? null : quantityOf(entry.value, entry.unit),
          note: of === null || node.record === root ? null : texts.inRecord(of),
        };
      }
      case 'row':
        return { what: texts.row, title: node.key, quantity: quantityOf(node.value, node.unit), note: null };
      case 'set': {
        const { count, name, sum, unit } = node.set;
        return {
          what: texts.set,
          title: texts.rowsOf(format.number(count), name),
          quantity: quantityOf(sum, unit),
          note: node.set.selection.rows?.join(', ') ?? null,
        };
      }
      case 'document':
        return {
          what: texts.document,
          title: node.key,
          quantity: node.document === null ? null : format.size(node.document.size),
          note: node.document?.mediaType ?? null,
        };
      case 'more':
        return {
          what: '',
          title: texts.moreShort[node.what](format.number(node.hidden)),
          quantity: null,
          note: null,
        };
    }
  };
}
