import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BORDERS, PROGRAM_ROOMS, ROOMS, listReachable } from '../../scripts/rooms.ts';

const ROOT = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

/** Returns the rooms of a cell: `core/`, `chain/`. */
function readNames(cell: string): string[] {
  return [...cell.matchAll(/`(\w+)\/`/g)].map(([, name = '']) => name);
}

/** Returns the table "Who imports whom" of the architecture: each program's room with those that it may import. */
function readTable(): Record<string, string[]> {
  const [, table = ''] = read('docs/architecture.md').split('| room | may import |\n');
  const rows = [...table.matchAll(/^\| (`.*) \| (.*) \|$/gm)].map(([, names = '', cell = '']) => ({
    names: readNames(names).filter((name) => PROGRAM_ROOMS.includes(name)),
    rooms: cell === 'nothing' ? [] : cell.split(', '),
  }));
  return Object.fromEntries(rows.flatMap(({ names, rooms }) => names.map((name) => [name, rooms])));
}

describe('the rooms', () => {
  it('all exist', () => {
    expect(ROOMS.filter((room) => !existsSync(new URL(`${room}/`, ROOT)))).toEqual([]);
  });

  it('each import only rooms that are listed before them', () => {
    const later = PROGRAM_ROOMS.flatMap((room, index) =>
      (BORDERS[room]?.rooms ?? []).filter((other) => !PROGRAM_ROOMS.slice(0, index).includes(other)),
    );
    expect(later).toEqual([]);
  });

  it('are the folders that TypeScript and knip check', () => {
    const { include } = JSON.parse(read('tsconfig.json')) as { include: string[] };
    const { project } = JSON.parse(read('knip.json')) as { project: string[] };
    expect([...include.filter((path) => path !== '*.ts'), 'web'].sort()).toEqual(ROOMS.toSorted());
    expect(
      /^\{([^}]*)\}/
        .exec(project[0] ?? '')?.[1]
        ?.split(',')
        .sort(),
    ).toEqual(ROOMS.toSorted());
  });

  it('have the table of the architecture', () => {
    const borders = Object.entries(BORDERS).map(([room, { rooms }]) => [room, rooms]);
    expect(readTable()).toEqual(Object.fromEntries(borders));
  });

  it('reach others over those that they import', () => {
    expect(listReachable('indexer').sort()).toEqual(['chain', 'core', 'db', 'indexer', 'runtime']);
  });
});
