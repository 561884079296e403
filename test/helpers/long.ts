import { inject, it } from 'vitest';
import type {} from '../global-setup.ts';

/** Whether this is `npm run test:long`, or another run with more than 100 cases for each property. */
export const IS_LONG = inject('properties').numRuns > 100;

/** A test that only `npm run test:long` runs. */
export function itLong(title: string, test: () => Promise<void>): void {
  it.skipIf(!IS_LONG)(`${title} (only in npm run test:long)`, test);
}
