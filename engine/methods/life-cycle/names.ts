import type { Line } from './chain.ts';

/** Returns what a line is called in formulas. */
export function nameLine(line: Line): string {
  if (line.type === 'cut-off') return `cut-off ${line.item}`;
  const { name, compartment, origin, geography, landUse } = line.kind;
  return [name, compartment, origin, geography, landUse === 'direct' ? null : landUse]
    .filter((part) => part !== null)
    .join(' ');
}
