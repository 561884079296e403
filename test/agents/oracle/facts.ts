import type { Item } from '../../../agents/handles/item.ts';

/** What a tool issued. A finding has the fixed text that is shown of its code, where one is: the test takes it from the list of codes. */
export type Fact = Item & { readonly meaning?: string };

/** What tools issued, as the test remembers it: not by the table of the gate. */
export type Facts = ReadonlyMap<string, Fact>;
