import type { ProcessFormat } from '../inventory.ts';
import { brightway } from './brightway.ts';
import { openlca } from './openlca.ts';

/** The formats of processes that are read. */
export const PROCESS_FORMATS: readonly ProcessFormat[] = [openlca, brightway];

/** Returns a format by its name. */
export function findProcessFormat(name: string): ProcessFormat | undefined {
  return PROCESS_FORMATS.find((format) => format.name === name);
}
