import { Invariant } from '../../core/errors.ts';
import { HANDLE_KINDS, type Handle, type HandleKind, kindOfHandle } from './handle.ts';
import type { Item, ItemOf } from './item.ts';

/** What the gate and faces read of handles. */
export interface Handles {
  /** Returns what a handle stands for; null where no tool issued it. */
  readonly find: (handle: Handle) => Item | null;
  /** Every handle that was issued, in the order in which tools did. */
  readonly list: () => readonly Handle[];
}

/** The handles of one question. Tools issue them; nothing changes or removes one. */
export class HandleTable implements Handles {
  readonly #items = new Map<Handle, Item>();
  readonly #counts = new Map<HandleKind, number>();
  readonly #known = new Map<string, Handle>();

  /** Issues a handle for what a tool found. The same thing gets the same handle. */
  issue(item: Item): Handle {
    const text = JSON.stringify(item);
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const number = (this.#counts.get(item.kind) ?? 0) + 1;
    const handle = `${HANDLE_KINDS[item.kind]}${number}`;
    this.#counts.set(item.kind, number);
    this.#known.set(text, handle);
    this.#items.set(handle, Object.freeze(item));
    return handle;
  }

  readonly find = (handle: Handle): Item | null => this.#items.get(handle) ?? null;

  readonly list = (): readonly Handle[] => [...this.#items.keys()];
}

/** Returns what a handle of a known kind stands for. @throws Invariant where the program, and not a model, names one that is not there */
export function itemOf<Kind extends HandleKind>(handles: Handles, handle: Handle, kind: Kind): ItemOf<Kind> {
  const item = handles.find(handle);
  if (item?.kind !== kind)
    throw new Invariant(`${handle} is not a ${kind}: ${kindOfHandle(handle) ?? 'no handle'}`);
  return item as ItemOf<Kind>;
}
