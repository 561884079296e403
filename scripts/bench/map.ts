import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { KeyedMap } from '../../core/map-nodes.ts';
import { buildMapFlat, setItemsFlat } from '../../core/map.ts';
import { makeHashes, measureBare } from './tools/bare-hash.ts';
import { MAP_COUNT, UPDATE_COUNT, chooseKeys, makeLeaves } from './tools/map-data.ts';
import type { MapHashes } from './tools/map-hashes.ts';
import { type Measured, measure, measureMedian, showCost, showTime } from './tools/measure.ts';
import { countInner, countWays } from './tools/needed-hashes.ts';
import type { Row } from './tools/row.ts';

const TURNS = 5;

const METHOD = `A map of ${MAP_COUNT.toLocaleString('en-GB')} items given unsorted, then new leaves under ${UPDATE_COUNT.toLocaleString('en-GB')} of its keys. The hashes needed are counted from the
keys alone: one for each item and for each prefix that several keys share (build), one for each item changed and for each prefix on its
way (update). The hashes made are counted at hash-wasm's own function, in another thread. Their time alone is that of so many bare calls in this run; of core's times the
median of ${TURNS} runs is taken, each update being of other keys. Ratios are of processor time.`;

const NOTE = `What an update takes beyond its hashes is the way to them: each node on it, and its sibling, is read from memory that no cache of the processor
holds. Each run here begins after a forced collection of garbage, so cold; in a loop without one, a node took 1.16 µs where its hash alone took 0.85 µs, 1.36 times.
Nodes laid out by depth, the upper ones together, would lift it.`;

/** Returns the time, memory and hashes of a large map and of an update, against the hashes really needed. */
export async function measureRow(): Promise<Row> {
  const made = await countMade();
  const keys = makeHashes(MAP_COUNT);
  const items = makeHashes(MAP_COUNT, MAP_COUNT);
  const build = await measureMedian(TURNS, () => buildMapFlat(keys, items));
  const updates = await measureUpdates(build.value, keys);
  const inner = countInner(keys);
  const [bareItems, bareInner] = [await measureBare(MAP_COUNT, 96), await measureBare(inner, 64)];
  const bareBuild = bareItems.cpu + bareInner.cpu;
  const needed = { build: MAP_COUNT + inner, update: UPDATE_COUNT + countWays(keys, chooseKeys(keys, 0)) };
  const bareUpdate = (bareBuild * needed.update) / needed.build;
  return {
    title: 'Map of 1,000,000 items, and an update of 10,000',
    method: METHOD,
    head: ['', 'processor', 'clock', 'held', 'hashes', 'hashes needed', 'their time alone'],
    lines: [
      ['build', ...showCost(build), ...showHashes(made.build, needed.build), showTime(bareBuild)],
      ['update', ...showCost(updates), ...showHashes(made.update, needed.update), showTime(bareUpdate)],
    ],
    goals: [
      { what: 'build, time / hashes alone', ratio: build.cpu / bareBuild, goal: 1.5, sense: 'at most' },
      { what: 'update, time / hashes alone', ratio: updates.cpu / bareUpdate, goal: 1.5, sense: 'at most' },
      {
        what: 'build, hashes made / needed',
        ratio: made.build / needed.build,
        goal: 1.05,
        sense: 'at most',
      },
      {
        what: 'update, hashes made / needed',
        ratio: made.update / needed.update,
        goal: 1.05,
        sense: 'at most',
      },
    ],
    notes: [NOTE],
  };
}

function showHashes(made: number, needed: number): [string, string] {
  return [made.toLocaleString('en-GB'), needed.toLocaleString('en-GB')];
}

/** The first update finds cold code, as a program that makes one alone would: the median is of those after it. */
async function measureUpdates(map: KeyedMap, keys: Uint8Array): Promise<Measured<number>> {
  const changes = Array.from({ length: TURNS + 1 }, (_, turn) => ({
    keys: chooseKeys(keys, turn),
    leaves: makeLeaves(turn),
  }));
  const update = (turn: number): number => {
    const change = changes[turn]!;
    return setItemsFlat(map, change.keys, change.leaves).length;
  };
  await measure(() => update(TURNS));
  return measureMedian(TURNS, update);
}

async function countMade(): Promise<MapHashes> {
  const worker = new Worker(new URL('tools/map-hashes.ts', import.meta.url));
  const [made] = (await once(worker, 'message')) as [MapHashes];
  return made;
}
