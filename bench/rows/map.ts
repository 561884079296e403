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

const NOTE = `Beyond its hashes, an update costs the paths to them: each node on a path, and its sibling, is read from memory that is in none of the processor's
caches, since each run here begins after a forced garbage collection. Items are inserted and hashed some hundred neighbours at a time, one depth in one call.`;

const METHOD = `A map of ${MAP_COUNT.toLocaleString('en-GB')} items given unsorted, then new leaves under ${UPDATE_COUNT.toLocaleString('en-GB')} of its keys. The hashes needed are counted from the
keys alone: one for each item and for each prefix that several keys share (build), one for each item changed and for each prefix on its
path (update). The hashes made are counted at the functions that make them, hash-wasm's and that of core's kernel, in another thread. Their time alone is that
of so many bare calls of hash-wasm in this run, and of so many hashes by the kernel, 128 in a call, which is what core really uses and so the harder measure. Of core's times the
median of ${TURNS} runs is taken, each update being of other keys. Ratios are of processor time.`;

/** Returns the time, memory and hashes of a large map and of an update, against the hashes really needed. */
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
    head: ['', 'processor', 'clock', 'held', 'hashes', 'needed', 'alone by hash-wasm', 'alone by the kernel'],
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
  return `Where the build's time went: ${showTime(kernel)} in the kernel, ${showTime(sort)} in sorting keys and leaves, ${showTime(build - kernel - sort)} in placing the nodes and in copying
their children's hashes to the kernel and its hashes back, into memory that is touched for the first time.`;
}

function showHashes(made: number, needed: number): [string, string] {
  return [made.toLocaleString('en-GB'), needed.toLocaleString('en-GB')];
}

/** The first update finds cold code, as a program that makes one alone would: the median is of those after it. */
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
