import { frameOf } from '../frames/frame-list.ts';
import type { Slot } from '../frames/frame.ts';
import type { Handle, HandleKind } from '../handles/handle.ts';
import type { Item } from '../handles/item.ts';
import type { Handles } from '../handles/handle-table.ts';
import { type Resolved, Slots } from '../handles/slots.ts';
import type { Block, Statement } from './block.ts';

/** A place of a block that names handles: what it takes, and what it names. */
export interface Place {
  /** The slot of a statement, or the member of another block. */
  readonly name: string;
  readonly slot: Slot;
  readonly handles: readonly Handle[];
  readonly isList: boolean;
}

/** Returns the places of a block that take handles, filled or not. A slot that the frame lacks is in none. */
export function placesOf(block: Block): readonly Place[] {
  switch (block.is) {
    case 'statement':
      return Object.entries(frameOf(block.frame).slots).map(([name, slot]) => {
        const given = block.slots[name];
        const handles = given === undefined ? [] : typeof given === 'string' ? [given] : given;
        return { name, slot, handles, isList: Array.isArray(given) };
      });
    case 'table':
      return [placeOf('table', block.table)];
    case 'picture':
      return [placeOf('picture', block.picture)];
    case 'link':
      return [placeOf('link', block.link)];
    case 'quotation':
      return [placeOf('passage', block.passage)];
    case 'remark':
      return [];
  }
}

function placeOf(kind: HandleKind, handle: Handle): Place {
  const slot = { kind, many: false, optional: false, unproven: false };
  return { name: kind, slot, handles: [handle], isList: false };
}

/** An item that a block shows, and whether its value is. */
export interface Shown {
  readonly place: string;
  readonly handle: Handle;
  readonly item: Item;
  readonly unproven: boolean;
}

/** Returns everything that a block shows, also what is inside tables, pictures, orders and what figures were derived from. Unknown handles are left out. */
export function shownBy(block: Block, handles: Handles): readonly Shown[] {
  const shown = new Map<Handle, Shown>();
  const add = (place: string, handle: Handle, unproven: boolean): void => {
    const item = handles.find(handle);
    if (item === null || shown.has(handle)) return;
    shown.set(handle, { place, handle, item, unproven });
    // Only the figure in the slot itself may be unproven.
    for (const each of behind(item)) add(place, each, false);
  };
  for (const { name, slot, handles: named } of placesOf(block))
    for (const handle of named) add(name, handle, slot.unproven);
  return [...shown.values()];
}

/** The handles that stand behind one: what it shows, or was computed from. */
function behind(item: Item): readonly Handle[] {
  switch (item.kind) {
    case 'figure':
      if (item.source.is === 'derived') return item.source.operands;
      return item.source.is === 'computed' ? [item.source.run] : [];
    case 'table':
    case 'picture':
    case 'order':
      return item.figures;
    case 'link':
      return 'about' in item.to ? [item.to.about] : [];
    case 'count':
      return item.members ?? [];
    case 'candidate':
    case 'clause':
    case 'finding':
    case 'given':
    case 'passage':
    case 'period':
    case 'record':
    case 'row':
    case 'run':
      return [];
  }
}

/** Returns the slots of a statement whose handles are all known and of their kinds; null where one is not. */
export function resolveStatement(
  block: Statement,
  handles: Handles,
): { readonly resolved: Resolved; readonly slots: Slots } | null {
  const entries: [string, { readonly handle: Handle; readonly item: Item }[]][] = [];
  for (const { name, slot, handles: named } of placesOf(block)) {
    const items = named.map((handle) => ({ handle, item: handles.find(handle) }));
    if (named.length === 0 && !slot.optional) return null;
    if (items.some(({ item }) => item?.kind !== slot.kind)) return null;
    entries.push([name, items as { handle: Handle; item: Item }[]]);
  }
  const resolved = Object.fromEntries(entries);
  return { resolved, slots: new Slots(resolved, handles) };
}
