import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { sortHashes } from '../../core/hashing/hash-order.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import { makeHashes, measureBare, measureKernel } from '../tools/bare-hash.ts';
import { MAP_COUNT, UPDATE_COUNT, chooseKeys, makeLeaves } from '../tools/map-data.ts';
import type { MapHashes } from '../tools/map-hashes.ts';
import { type Measured, measure, measureMedian, showCost, showTime } from '../tools/measure.ts';
import { countInner, countPaths } from '../tools/needed-hashes.ts';
import type { Goal, Row } from '../tools/row.ts';

const TURNS = 5;

const NOTE = `Besides its hashes, an update costs the paths to them. Each node on a path, and its sibling, is read from memory outside the processor's
caches, because each run begins after a forced garbage collection. Items are inserted and hashed in groups of some hundred
neighbours, one depth per call.`;

const METHOD = `A map of ${MAP_COUNT.toLocaleString('en-GB')} unsorted items, then new leaves for ${UPDATE_COUNT.toLocaleString('en-GB')} of its keys.

- Hashes needed are counted from the keys alone. Build: one for each item and for each prefix that several keys share. Update: one
  for each changed item and for each prefix on its path.
- Hashes made are counted in the functions of core's kernel, in another thread.
- "Alone" is the time of this many bare hashes in this run: by hash-wasm, and by the kernel, 128 in a call. Core uses the kernel, so
  that is the stricter measure.

Core's times are the median of ${TURNS} runs; each update has other keys. Ratios are of processor time.`;

/** Measures the time, memory and hashes of building a large map and of an update, and the hashes that they need. */
export async function measureRow(): Promise<Row> {
  const made = await countMade();
  const keys = makeHashes(MAP_COUNT);
  const items = makeHashes(MAP_COUNT, MAP_COUNT);
  const build = await measureMedian(TURNS, () => SparseMerkleMap.build({ keys, leaves: items }));
  const updates = await measureUpdates(build.value, keys);
  const inner = countInner(keys);
  const needed = { build: MAP_COUNT + inner, update: UPDATE_COUNT + countPaths(keys, chooseKeys(keys, 0)) };
  const bare = (await measureBare(MAP_COUNT, 96)).cpu + (await measureBare(inner, 64)).cpu;
  const kernel = (await measureKernel(needed.build)).cpu;
  const share = needed.update / needed.build;
  const sort = await measureMedian(TURNS, () => sortHashes(keys, [items]));
  return {
    title: 'Map of 1,000,000 items, and an update of 10,000',
    method: METHOD,
    head: [
      '',
      'processor time',
      'elapsed',
      'memory kept',
      'hashes',
      'needed',
      'alone by hash-wasm',
      'alone by the kernel',
    ],
    lines: [
      [
        'build',
        ...showCost(build),
        ...showHashes(made.build, needed.build),
        showTime(bare),
        showTime(kernel),
      ],
      [
        'update',
        ...showCost(updates),
        ...showHashes(made.update, needed.update),
        showTime(bare * share),
        showTime(kernel * share),
      ],
    ],
    goals: [
      atMost('build, time / hashes alone by hash-wasm', build.cpu / bare, 1.5),
      atMost('build, time / hashes alone by the kernel', build.cpu / kernel, 1.5),
      atMost('update, time / hashes alone by hash-wasm', updates.cpu / (bare * share), 1.5),
      atMost('update, time / hashes alone by the kernel', updates.cpu / (kernel * share), 1.5),
      atMost('build, hashes made / needed', made.build / needed.build, 1.05),
      atMost('update, hashes made / needed', made.update / needed.update, 1.05),
    ],
    notes: [noteProfile(build.cpu, kernel, sort.cpu), NOTE],
  };
}

function atMost(what: string, ratio: number, goal: number): Goal {
  return { what, ratio, goal, sense: 'at most' };
}

function noteProfile(build: number, kernel: number, sort: number): string {
  return `The build took ${showTime(kernel)} in the kernel, ${showTime(sort)} to sort keys and leaves, and ${showTime(build - kernel - sort)} to place the nodes and to copy their
children's hashes to the kernel and its hashes back, to memory that is used for the first time.`;
}

function showHashes(made: number, needed: number): [string, string] {
  return [made.toLocaleString('en-GB'), needed.toLocaleString('en-GB')];
}

/** Measures updates. The first one runs cold code and is not counted; the median is of those after it. */
async function measureUpdates(map: SparseMerkleMap, keys: Uint8Array): Promise<Measured<number>> {
  const changes = Array.from({ length: TURNS + 1 }, (_, turn) => ({
    keys: chooseKeys(keys, turn),
    leaves: makeLeaves(turn),
  }));
  const update = (turn: number): number => {
    const change = changes[turn]!;
    return map.insertItems({ keys: change.keys, leaves: change.leaves }).length;
  };
  await measure(() => update(TURNS));
  return measureMedian(TURNS, update);
}

async function countMade(): Promise<MapHashes> {
  const worker = new Worker(new URL('../tools/map-hashes.ts', import.meta.url));
  const [made] = (await once(worker, 'message')) as [MapHashes];
  return made;
}
