import { CYCLE_TASKS } from './cycle-tasks.ts';
import { LAND_TASKS } from './land-tasks.ts';
import { PLANT_TASKS } from './plant-tasks.ts';
import { RECORD_TASKS } from './record-tasks.ts';
import { SURE_TASKS } from './sure-tasks.ts';
import type { Task } from './task.ts';
import { TRADE_TASKS } from './trade-tasks.ts';

export const TASKS: readonly Task[] = [
  ...[...PLANT_TASKS, ...TRADE_TASKS, ...CYCLE_TASKS],
  ...[...LAND_TASKS, ...SURE_TASKS, ...RECORD_TASKS],
];
