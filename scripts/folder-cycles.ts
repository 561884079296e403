import { dirname } from 'node:path';

/** One file imports another. */
export interface Import {
  readonly from: string;
  readonly to: string;
}

/**
 * Finds folders that import each other in a circle. Returns one line for each step of a cycle, with an import as the example. A file
 * belongs to the folder that contains it directly, so a folder and its subfolder are two folders.
 */
export function findFolderCycles(imports: readonly Import[]): string[] {
  const steps = listSteps(imports);
  const reached = new Map([...steps.keys()].map((folder) => [folder, listReachable(folder, steps)]));
  const isCircular = (one: string, other: string): boolean =>
    reached.get(one)?.has(other) === true && reached.get(other)?.has(one) === true;
  const circular = [...steps].flatMap(([from, targets]) =>
    [...targets].filter(([to]) => isCircular(from, to)).map(([to, example]) => ({ from, to, example })),
  );
  return circular.map(({ from, to, example }) => `${from} → ${to} (${example.from} imports ${example.to})`);
}

/** Maps each folder to the folders it imports, each with one import as the example. */
function listSteps(imports: readonly Import[]): Map<string, Map<string, Import>> {
  const steps = new Map<string, Map<string, Import>>();
  for (const each of imports) {
    const [from, to] = [dirname(each.from), dirname(each.to)];
    const targets = steps.get(from) ?? new Map<string, Import>();
    if (from !== to) targets.set(to, each);
    steps.set(from, targets);
  }
  return steps;
}

function listReachable(start: string, steps: ReadonlyMap<string, ReadonlyMap<string, Import>>): Set<string> {
  const reached = new Set<string>();
  const waiting = [start];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const next of steps.get(folder)?.keys() ?? []) {
      if (!reached.has(next)) waiting.push(next);
      reached.add(next);
    }
  }
  return reached;
}
