import type { Fault } from './fault.ts';
import { judge, runTable, type Ending } from './outcome.ts';
import { seededRandom } from './random.ts';
import { makeTable } from './right-table.ts';

/** How one planted fault ended, and the seed that makes it again. */
export interface Trial {
  readonly seed: number;
  readonly ending: Ending;
  /** What refused it; empty where nothing did. */
  readonly text: string;
}

/** The most tables that are looked at for a place for a fault. */
const MOST_TABLES = 400;

/** Plants a fault into as many tables as are asked for, of those that have a place for it. */
export function plantOften({ kind, plant }: Fault, often: number): Trial[] {
  const trials: Trial[] = [];
  const start = [...kind].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  for (let seed = start; seed < start + MOST_TABLES && trials.length < often; seed++) {
    const table = makeTable(seed);
    const planted = plant(table, seededRandom(seed));
    if (planted === null) continue;
    const faulty = runTable(planted.table);
    const ending = judge(runTable(table), faulty, planted.rows);
    trials.push({ seed, ending, text: 'refused' in faulty ? faulty.refused : '' });
  }
  return trials;
}
