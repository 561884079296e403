import type { Hex } from '../../core/encoding/hex.ts';
import type { ReadEngine } from './engine-files.ts';

/** Where the file of an engine is: its bytes, a blob, at an address, or compressed with gzip. Its digest is SHA-256, 0x hex. */
export type EngineSource =
  | { readonly digest: Hex; readonly bytes: Uint8Array }
  | { readonly digest: Hex; readonly file: Blob }
  | { readonly digest: Hex; readonly url: string }
  | { readonly digest: Hex; readonly gzip: Blob };

/** Returns a function that reads the files of these engines. One that cannot be read is not there. */
export function readSources(sources: readonly EngineSource[]): ReadEngine {
  return async (digest) => {
    const source = sources.find((each) => each.digest === digest);
    if (source === undefined) return null;
    if ('bytes' in source) return source.bytes;
    try {
      const response = await openSource(source);
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
    } catch {
      return null;
    }
  };
}

function openSource(source: Exclude<EngineSource, { bytes: Uint8Array }>): Response | Promise<Response> {
  if ('url' in source) return fetch(source.url);
  return new Response(
    'file' in source ? source.file : source.gzip.stream().pipeThrough(new DecompressionStream('gzip')),
  );
}
