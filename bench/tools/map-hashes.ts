import { countHashes } from './hash-counter.ts';
import { parentPort } from 'node:worker_threads';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import { makeHashes } from './bare-hash.ts';
import { MAP_COUNT, chooseKeys, makeLeaves } from './map-data.ts';

/** How many hashes core computes, counted in the functions that compute them. */
export interface MapHashes {
  readonly build: number;
  readonly update: number;
}

const keys = makeHashes(MAP_COUNT);
const leaves = makeHashes(MAP_COUNT, MAP_COUNT);
const build = await countHashes(() => SparseMerkleMap.build({ keys, leaves }));
const map = SparseMerkleMap.build({ keys, leaves });
const [changed, changes] = [chooseKeys(keys, 0), makeLeaves(0)];
const update = await countHashes(() => map.insertItems({ keys: changed, leaves: changes }));
parentPort!.postMessage({ build: build.length, update: update.length } satisfies MapHashes);
