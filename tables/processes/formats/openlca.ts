import { objectIn, textIn } from '../bounded-json.ts';
import type { Inventory, ProcessFormat, ReadProcess } from '../inventory.ts';
import type { LeftOut } from '../left-out.ts';
import { allocate } from './openlca-allocation.ts';
import { ExchangeReader } from './openlca-exchanges.ts';
import { readImpacts } from './openlca-impacts.ts';
import { OpenlcaPackage } from './openlca-package.ts';
import { openScopes } from './openlca-parameters.ts';

/** Packages of openLCA: JSON-LD of schema version 1 or 2 in a zip archive, as USLCI is published. */
export const openlca: ProcessFormat = {
  name: 'openlca',
  meaning: 'a JSON-LD package of openLCA, version 1 or 2, such as USLCI: .zip',
  endings: { '.zip': 'application/zip' },
  async read(file, leftOut) {
    return readPackage(await OpenlcaPackage.open(file, leftOut), leftOut);
  },
};

async function readPackage(own: OpenlcaPackage, leftOut: LeftOut): Promise<Inventory> {
  const reader = new ExchangeReader(own, leftOut);
  const processes: ReadProcess[] = [];
  for await (const [path, object] of own.list('processes')) {
    const id = textIn(object, '@id') ?? path;
    const name = (textIn(object, 'name') ?? id).trim();
    const documentation = objectIn(object, 'processDocumentation');
    if (textIn(documentation, 'validFrom') !== null || textIn(documentation, 'validUntil') !== null)
      leftOut.note('validity', name);
    const find = openScopes(object, own.parameters);
    const named = { id, name, apart: own.placeOf(object)?.text ?? null };
    const exchanges = reader.read(object, path, find);
    processes.push(...allocate({ ...named, path, object, exchanges, find }, leftOut));
  }
  return { processes, items: [...reader.items.values()], factors: await readImpacts(own, leftOut) };
}
