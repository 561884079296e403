import type { Hex } from '../../core/encoding/hex.ts';
import { engineVersion } from '../../engine/version.ts';
import type { ReadEngine } from './engine-files.ts';
import type { EngineStore } from './engine-store.ts';

/** Returns a store in which the engine with this digest is the one that runs methods. */
export function storeOneEngine(digest: Hex, read: ReadEngine): EngineStore {
  return { list: () => Promise.resolve([{ version: engineVersion, digest }]), read };
}
