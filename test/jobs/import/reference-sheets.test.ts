import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readTable } from '../../../jobs/import/read-table.ts';
import { listReferenceSheets, type ReferenceSheet } from '../../../jobs/import/reference-sheets.ts';

const BOOKS = join(import.meta.dirname, '../../import/books/files');
const load = (name: string): File => new File([readFileSync(join(BOOKS, name))], name);

async function read(file: File, { sheet, mapping }: ReferenceSheet) {
  const source = { title: sheet, provider: 'demo:harbour', licence: 'internal' };
  const answer = await readTable(
    { file, dataset: 'registry', mapping, sheet, style: null, source },
    () => {},
  );
  if (!answer.isValid) throw new Error(JSON.stringify(answer.groups));
  return answer.entries.flatMap(({ key, detail }) => (key === 'source' || detail === null ? [] : [detail]));
}

describe('the other sheets of a workbook', () => {
  it('of a group are its entities and its facilities, and import as they are proposed', async () => {
    const file = load('group-of-three.xlsx');
    const found = await listReferenceSheets(file, ['Entities', 'Setup', 'Records to load'], 'demo:harbour');
    expect(found.map(({ sheet, kind }) => [sheet, kind])).toEqual([
      ['Entities', 'entity'],
      ['Setup', 'facility'],
    ]);
    const [entities, facilities] = [await read(file, found[0]!), await read(file, found[1]!)];
    const shown = entities.map((detail) =>
      ['identifier', 'heldBy', 'interest', 'accounting', 'geography'].map((member) => detail[member]),
    );
    const top = 'urn:harbour:harbour-foods-holding-plc';
    expect(shown).toEqual([
      [top, undefined, '1', 'group', 'GB'],
      ['urn:harbour:harbour-foods-polska-sp.-z-o.o.', top, '0.8', 'group', 'PL'],
      ['urn:harbour:baltic-cold-storage-o_c3_bc', top, '0.5', 'joint', 'EE'],
    ]);
    expect(facilities.map(({ name }) => name)).toHaveLength(5);
    const owners = facilities.map(({ entity }) => entity);
    expect([...new Set(owners)]).toEqual(entities.map(({ identifier }) => identifier));
    expect(facilities.map(({ geography }) => geography)).toEqual(['GB', 'GB', 'PL', 'PL', 'EE']);
  });

  it('with one list of sites are facilities of the company; sheets with amounts are neither', async () => {
    const file = load('sites-40.xlsx');
    const sheets = ['Read me', 'Sites', 'Electricity', 'Natural gas', 'Summary'];
    const found = await listReferenceSheets(file, sheets, 'demo:mill');
    expect(found.map(({ sheet, kind }) => [sheet, kind])).toEqual([['Sites', 'facility']]);
    const facilities = await read(file, found[0]!);
    expect(facilities).toHaveLength(40);
    expect(new Set(facilities.map(({ entity }) => entity))).toEqual(new Set(['demo:mill']));
  });
});
