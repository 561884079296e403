import type { Fault } from '../fault.ts';
import { AMOUNTS } from './amounts.ts';
import { COMPLETENESS } from './completeness.ts';
import { FACTORS, GASES } from './factors.ts';
import { CONSOLIDATION } from './groups.ts';
import { INSTRUMENTS } from './instruments.ts';
import { CHAINS, SPELLING } from './rules.ts';

/** All kinds of faults. A new kind goes into the list of its family. */
export const KINDS: readonly Fault[] = [
  ...AMOUNTS,
  ...FACTORS,
  ...GASES,
  ...COMPLETENESS,
  ...INSTRUMENTS,
  ...CONSOLIDATION,
  ...CHAINS,
  ...SPELLING,
];
