import type { Import } from './folder-cycles.ts';

/**
 * Finds the files that others reach, over any number of imports. Returns one line for each: the shortest chain of imports to it. Imports of
 * types alone should be left out before: nothing of them remains in a program.
 */
export function findReached(imports: readonly Import[], from: RegExp, to: RegExp): string[] {
  const targets = Map.groupBy(imports, (each) => each.from);
  /** Each file that is reached, with the one that imports it. */
  const found = new Map<string, string | null>();
  for (const { from: file } of imports) if (from.test(file)) found.set(file, null);
  const chainOf = (file: string): string[] => {
    const importer = found.get(file) ?? null;
    return importer === null ? [file] : [...chainOf(importer), file];
  };
  const reached: string[] = [];
  for (const file of found.keys())
    for (const { to: next } of targets.get(file) ?? []) {
      if (found.has(next)) continue;
      found.set(next, file);
      if (to.test(next)) reached.push(chainOf(next).join(' → '));
    }
  return reached;
}
