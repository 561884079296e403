/**
 * Refuses a second list of row types: they are listed in their declarations (`engine/rows/types/`), and for programs that can't import
 * these in `client/generated/row-types.ts`. Prints each list, and exits with 1 if there are any.
 */
import { globSync, readFileSync } from 'node:fs';
import { ROW_TYPES } from '../engine/rows/types/row-types.ts';
import { PROGRAM_ROOMS } from './rooms.ts';
import { findRowTypeLists } from './row-type-lists.ts';

const CHECKED = `{${[...PROGRAM_ROOMS, 'bench', 'scripts'].join()}}/**/*.{ts,tsx}`;
const DECLARED = /^engine\/rows\/types\/|\/generated\//;
/** Where arrays and unions say what a method reads. */
const READS = 'engine/methods/';

const rowTypes = new Set<string>(ROW_TYPES.map(({ type }) => type));
const files = globSync(CHECKED).filter((file) => !DECLARED.test(file));
let count = 0;
for (const file of files.sort())
  for (const { line, types } of findRowTypeLists(readFileSync(file, 'utf8'), rowTypes, {
    mayRead: file.startsWith(READS),
  })) {
    console.log(
      `${file}:${line}: a second list of row types (${types.join(', ')}). Declare what is true of each in engine/rows/types/, and select by that.`,
    );
    count++;
  }
console.log(`${files.length} files, ${count} second lists of row types`);
if (files.length === 0 || count > 0) process.exitCode = 1;
