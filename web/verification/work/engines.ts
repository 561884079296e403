import { digestEngine, supplyGroupBy } from '../../../client/policies/engine-files.ts';
import type { Engine, OpenEngine } from '../../../core/verify/engine.ts';
import type { EngineSource } from './messages.ts';

/**
 * Returns a function that opens these engines, each once. It runs exactly the bytes that have the digest; an engine that cannot be read, or has
 * another digest, is not there.
 */
export function openEngines(sources: readonly EngineSource[]): OpenEngine {
  const opened = new Map<string, Promise<Engine | null>>();
  return (digest) => {
    const engine = opened.get(digest) ?? openEngine(sources, digest);
    opened.set(digest, engine);
    return engine;
  };
}

async function openEngine(sources: readonly EngineSource[], digest: string): Promise<Engine | null> {
  const source = sources.find((each) => each.digest === digest);
  if (source === undefined) return null;
  const bytes = await readSource(source);
  return bytes !== null && digestEngine(bytes) === digest ? importEngine(bytes) : null;
}

/** Returns the bytes of an engine; null where they cannot be read. */
async function readSource(source: EngineSource): Promise<Uint8Array<ArrayBuffer> | null> {
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
}

/** The content security policy of the page allows scripts of `blob:` alone, besides its own. */
async function importEngine(bytes: Uint8Array<ArrayBuffer>): Promise<Engine> {
  supplyGroupBy();
  const url = URL.createObjectURL(new Blob([bytes], { type: 'text/javascript' }));
  try {
    return (await import(/* @vite-ignore */ url)) as Engine;
  } finally {
    URL.revokeObjectURL(url);
  }
}
