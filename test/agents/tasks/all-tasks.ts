import type { Task } from '../../../agents/evaluate/tasks/task.ts';
import { TASKS as SHIPPED } from '../../../agents/evaluate/tasks/tasks.ts';
import { RECORD_TASKS } from './record-tasks.ts';

/** The tasks that are shipped, and those about registered records. */
export const TASKS: readonly Task[] = [...SHIPPED, ...RECORD_TASKS];
