import { writeFile } from 'node:fs/promises';
import type { Desk } from '../calls/desk.ts';

/** JSON that a client gave: as itself, or as a file in the folder of the server. */
type GivenJson = string | object;

/** Runs `use` with a file for each that a client gave. */
export async function withJsonFiles<Out>(
  desk: Desk,
  given: readonly GivenJson[],
  use: (files: readonly string[]) => Promise<Out>,
): Promise<Out> {
  return desk.withFolder(async (place) => {
    const files = given.map(async (each, at) => {
      if (typeof each === 'string') return desk.place(each);
      const file = place(`given-${at}.json`);
      await writeFile(file, JSON.stringify(each), { mode: 0o600 });
      return file;
    });
    return use(await Promise.all(files));
  });
}
