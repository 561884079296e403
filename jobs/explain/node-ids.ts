import type { Hex } from '../../core/encoding/hex.ts';
import type { SetOperand } from '../../core/records/row-set.ts';

/** Returns the id of the node of a record. */
export const idOfRecord = (id: Hex): string => `record ${id}`;

/** Returns the id of the node of an entry: a figure, a row or a document. */
export const idOfEntry = (record: Hex, key: string): string => `entry ${record} ${key}`;

/** Returns the id of the node of a set. Sets with the same rows are one. */
export const idOfSet = ({ record, root }: SetOperand): string => `set ${record} ${root}`;
