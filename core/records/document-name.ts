import * as z from 'zod';
import { uintSchema } from '../encoding/schema.ts';

/** A document as an entry names it. */
const nameSchema = z.looseObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** In bytes. */
  size: uintSchema(),
  mediaType: z.string(),
});

/** A document by its SHA-256 (64 hex digits), with size in bytes and media type. */
export type DocumentName = Pick<z.infer<typeof nameSchema>, 'sha256' | 'size' | 'mediaType'>;

/** Returns the document that an entry names: its detail states SHA-256, size and media type. Null where it names none. */
export function readDocumentName({ detail }: { readonly detail: unknown }): DocumentName | null {
  const { data } = nameSchema.safeParse(detail);
  return data === undefined ? null : { sha256: data.sha256, size: data.size, mediaType: data.mediaType };
}

/** Returns the documents that entries name, each once, in the order of the entries. */
export function listDocuments(entries: readonly { readonly detail: unknown }[]): DocumentName[] {
  const named = entries.map((entry) => readDocumentName(entry)).filter((name) => name !== null);
  return [...new Map(named.map((name) => [name.sha256, name])).values()];
}

/** Returns a document in words, as messages name it. */
export function describeDocument({ sha256, size, mediaType }: DocumentName): string {
  return `the document ${sha256} (${size} bytes, ${mediaType})`;
}
