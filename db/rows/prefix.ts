import { toBytea } from './bytea.ts';

/** Returns the least and the greatest hash that begin with these digits, at least one after `0x`. */
export function rangeOfPrefix(prefix: string): readonly [least: Buffer, greatest: Buffer] {
  const pad = (digit: string): Buffer => toBytea(`0x${prefix.slice(2).padEnd(64, digit)}`);
  return [pad('0'), pad('f')];
}

/** Returns a text that follows each printable ASCII text that begins with `prefix`, in the order of characters (`collate "C"`). */
export function afterPrefix(prefix: string): string {
  return `${prefix}\u007f`;
}
