import { sha256 } from '@noble/hashes/sha2.js';
import { formatHex, type Hex } from '../../core/encoding/hex.ts';
import type { Engine, OpenEngine } from '../../core/verify/engine.ts';

/** A released engine: the digest of its file (SHA-256, `0x` hex), and a way to read the file. */
export interface EngineFile {
  readonly digest: Hex;
  readonly read: () => Promise<Uint8Array>;
}

/** Returns the SHA-256 of a file, as policies and runs name an engine: `0x` and 64 lower-case hex digits. */
export function digestEngine(bytes: Uint8Array): Hex {
  return formatHex(sha256(bytes));
}

/** Returns a function that opens these engines. It runs exactly the bytes that have the digest, so that no other code runs. */
export function openEngineFiles(files: readonly EngineFile[]): OpenEngine {
  return async (digest) => {
    const known = files.find((file) => file.digest === digest);
    if (known === undefined) return null;
    const bytes = await known.read();
    return digestEngine(bytes) === digest ? importEngine(bytes) : null;
  };
}

/** A page's policy can allow blobs, which only its own code can make. Node.js imports none, but data. */
async function importEngine(bytes: Uint8Array): Promise<Engine> {
  supplyGroupBy();
  const type = 'text/javascript';
  const url =
    'self' in globalThis
      ? // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-assertion -- The types of browsers need it.
        URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }))
      : `data:${type},${encodeURIComponent(new TextDecoder().decode(bytes))}`;
  return (await import(/* webpackIgnore: true */ /* @vite-ignore */ url)) as Engine;
}

/** Released engines use Map.groupBy, which Node.js has since version 21. */
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
