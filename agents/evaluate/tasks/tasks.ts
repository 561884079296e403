import { CYCLE_TASKS } from './cycle-tasks.ts';
import { LAND_TASKS } from './land-tasks.ts';
import { PLANT_TASKS } from './plant-tasks.ts';
import { SURE_TASKS } from './sure-tasks.ts';
import { TRADE_TASKS } from './trade-tasks.ts';
import type { Task } from './task.ts';

/** The tasks of the five agents. A task of two situations is two, one after the other. */
export const TASKS: readonly Task[] = [
  ...[...PLANT_TASKS, ...TRADE_TASKS, ...CYCLE_TASKS],
  ...[...LAND_TASKS, ...SURE_TASKS],
];
