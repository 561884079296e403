import { foldName } from '../../engine/rows/spelling.ts';
import { readEntries } from '../../tables/entries-file.ts';
import type { TableFile } from '../../tables/table-file.ts';
import { readNameList } from './name-list.ts';
import type { TemplateSite } from './template.ts';

/**
 * Returns the sites in a file, each once: of a dataset file the facilities of its rows, of any other table the names in its first column, with the
 * place and the entity that its other columns state.
 * @throws DatasetRefused, BadInput
 */
export async function readSites(file: TableFile): Promise<TemplateSite[]> {
  return file.name.endsWith('.ndjson')
    ? listSites(await readEntries(file))
    : Object.entries(await readNameList(file)).map(([name, members]) =>
        siteOf(name, (member) => members[`detail.${member}`]),
      );
}

/** Returns the facilities of rows, each once, with the place and the entity of its first row. */
export function listSites(
  entries: readonly { readonly detail: Readonly<Record<string, unknown>> | null }[],
): TemplateSite[] {
  const sites = new Map<string, TemplateSite>();
  for (const { detail } of entries) {
    const name = detail?.['facility'];
    if (typeof name !== 'string' || sites.has(foldName(name))) continue;
    sites.set(
      foldName(name),
      siteOf(name, (member) => detail?.[member]),
    );
  }
  return [...sites.values()];
}

function siteOf(name: string, read: (member: string) => unknown): TemplateSite {
  const [geography, entity] = [read('geography'), read('entity')];
  return {
    name,
    ...(typeof geography === 'string' ? { geography } : {}),
    ...(typeof entity === 'string' ? { entity } : {}),
  };
}
