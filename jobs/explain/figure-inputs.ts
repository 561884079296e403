import type { Hex } from '../../core/encoding/hex.ts';
import { isHex } from '../../core/encoding/hex.ts';
import { isSetOperand, type Operand, readCitation, readDerivation } from '../../core/records/derivation.ts';
import type { Entry } from '../../core/records/entry.ts';
import { type FigureDocument, listFigureDocuments } from '../../core/records/figure-documents.ts';
import type { SetOperand } from '../../core/records/row-set.ts';
import type { NamedUse } from './graph.ts';

/** What a figure states that it was made from. */
export type FigureInput =
  | { readonly type: 'set'; readonly set: SetOperand }
  | { readonly type: 'entry'; readonly record: Hex; readonly key: string; readonly use: NamedUse }
  | { readonly type: 'citation'; readonly record: Hex; readonly key: string }
  | { readonly type: 'document'; readonly document: FigureDocument };

/** Returns what an entry of a record states that it was made from; nothing where it states it in no known form. Details come from anyone. */
export function listFigureInputs(record: Hex, { key, detail }: Pick<Entry, 'key' | 'detail'>): FigureInput[] {
  const operands = readDerivation(detail)?.operands ?? [];
  const citation = readCitation(detail);
  const isOther = citation !== null && (citation.result !== record || citation.key !== key);
  return [
    ...operands.flatMap((operand): FigureInput[] =>
      isSetOperand(operand) ? [{ type: 'set', set: operand }] : readEntryInput(record, operand),
    ),
    ...(isOther ? [{ type: 'citation', record: citation.result, key: citation.key } as const] : []),
    ...listFigureDocuments(detail).map((document): FigureInput => ({ type: 'document', document })),
  ];
}

function readEntryInput(own: Hex, operand: Operand): FigureInput[] {
  const { key, record: stated } = operand;
  const record = stated ?? own;
  if (!isHex(record, 32)) return [];
  const use = {
    name: textOf(operand.name) ?? key,
    value: textOf(operand.value),
    unit: textOf(operand.unit) ?? '',
  };
  return [{ type: 'entry', record, key, use }];
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
