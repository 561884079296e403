import { type Hex, isHex } from '../encoding/hex.ts';

/** A document that the detail of a figure names: what decided its factors, or a matrix that it was computed from. */
export interface FigureDocument {
  /** The type of its row, such as `matrix-document`. */
  readonly name: string;
  readonly record: Hex;
  readonly key: string;
  /** Of its file, 64 hex digits; null where the row itself is all. */
  readonly sha256: string | null;
}

/** Returns the documents that the detail of a figure names (§10); none where it names none, or not as a method does. */
export function listFigureDocuments(detail: unknown): FigureDocument[] {
  const documents = isObject(detail) ? detail['documents'] : undefined;
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((each: unknown) => {
    if (!isObject(each)) return [];
    const { name, record, key, sha256 = null } = each;
    if (typeof name !== 'string' || typeof key !== 'string' || !isHex(record, 32)) return [];
    return [{ name, record, key, sha256: typeof sha256 === 'string' ? sha256 : null }];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
