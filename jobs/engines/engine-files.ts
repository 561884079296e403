import { sha256 } from '@noble/hashes/sha2.js';
import { formatHex, type Hex } from '../../core/encoding/hex.ts';
import type { Engine, OpenEngine } from '../../core/verify/engine.ts';

/** Reads the file of an engine by its digest; null where it is not there. What it gives need not be trusted: it is hashed. */
export type ReadEngine = (digest: Hex) => Promise<Uint8Array | null>;

/** Returns the SHA-256 of a file, as policies and runs name an engine: `0x` and 64 lower-case hex digits. */
export function digestEngine(bytes: Uint8Array): Hex {
  return formatHex(sha256(bytes));
}

/**
 * Returns a function that opens engines by their digests, each once. It runs exactly the bytes that have the digest, so that no other code
 * runs; it gives null where there are none.
 */
export function openEngines(read: ReadEngine): OpenEngine {
  const opened = new Map<Hex, Promise<Engine | null>>();
  return (digest) => {
    const known = opened.get(digest);
    if (known !== undefined) return known;
    const engine = openEngine(read, digest);
    opened.set(digest, engine);
    // What cannot be read is asked for again.
    engine.catch(() => opened.delete(digest));
    return engine;
  };
}

async function openEngine(read: ReadEngine, digest: Hex): Promise<Engine | null> {
  const bytes = await read(digest);
  return bytes !== null && digestEngine(bytes) === digest ? importOnce(digest, bytes) : null;
}

/** The engines that were imported: a process keeps each as long as it runs. */
const imported = new Map<Hex, Promise<Engine>>();

function importOnce(digest: Hex, bytes: Uint8Array): Promise<Engine> {
  const known = imported.get(digest);
  if (known !== undefined) return known;
  const engine = importEngine(bytes);
  imported.set(digest, engine);
  engine.catch(() => imported.delete(digest));
  return engine;
}

/** A page's policy can allow blobs, which only its own code can make. Node.js imports none, but data. */
async function importEngine(bytes: Uint8Array): Promise<Engine> {
  supplyGroupBy();
  const type = 'text/javascript';
  if (!('self' in globalThis))
    return (await import(`data:${type},${encodeURIComponent(new TextDecoder().decode(bytes))}`)) as Engine;
  // oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- The types of browsers need it.
  const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
  try {
    return (await import(/* webpackIgnore: true */ /* @vite-ignore */ url)) as Engine;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Engines use Map.groupBy, which Node.js has since version 21. */
export function supplyGroupBy(): void {
  const map: { groupBy?: typeof Map.groupBy } = Map;
  map.groupBy ??= <Key, Item>(items: Iterable<Item>, keyOf: (item: Item, index: number) => Key) => {
    const groups = new Map<Key, [Item, ...Item[]]>();
    let index = 0;
    for (const item of items) {
      const key = keyOf(item, index++);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
    return groups;
  };
}
