import * as z from 'zod';
import { uintSchema } from '../../core/encoding/schema.ts';

/** A document as an entry names it. */
const namedSchema = z.looseObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** In bytes. */
  size: uintSchema(),
  mediaType: z.string(),
});

/** A document by its SHA-256 (64 hex digits), with size in bytes and media type. */
export type NamedDocument = Pick<z.infer<typeof namedSchema>, 'sha256' | 'size' | 'mediaType'>;

/** Returns the documents that entries name, each once: an entry does whose detail states SHA-256, size and media type. */
export function listDocuments(entries: readonly { readonly detail: unknown }[]): NamedDocument[] {
  const named = entries.flatMap(({ detail }) => {
    const { data } = namedSchema.safeParse(detail);
    return data === undefined ? [] : [data];
  });
  return [
    ...new Map(named.map(({ sha256, size, mediaType }) => [sha256, { sha256, size, mediaType }])).values(),
  ];
}
