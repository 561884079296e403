import type { Item } from '../../../agents/handles/item.ts';

/** What tools issued, as the test remembers it: not by the table of the gate. */
export type Facts = ReadonlyMap<string, Item>;
