import type { ReadEngine } from '../../../jobs/engines/engine-files.ts';
import type { EngineSource } from './messages.ts';

/** Returns a function that reads the files of these engines. One that cannot be read is not there. */
export function readSources(sources: readonly EngineSource[]): ReadEngine {
  return async (digest) => {
    const source = sources.find((each) => each.digest === digest);
    if (source === undefined) return null;
    try {
      if ('file' in source) return new Uint8Array(await source.file.arrayBuffer());
      const response =
        'url' in source
          ? await fetch(source.url)
          : new Response(source.gzip.stream().pipeThrough(new DecompressionStream('gzip')));
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : null;
    } catch {
      return null;
    }
  };
}
