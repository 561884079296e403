import type { FigureItem } from './figure-item.ts';
import type { Handle, HandleKind } from './handle.ts';
import type { Item, ItemOf } from './item.ts';
import type { Handles } from './handle-table.ts';

/** The slots of a statement, each with what its handles stand for. */
export type Resolved = Readonly<Record<string, readonly { readonly handle: Handle; readonly item: Item }[]>>;

/** The slots of a statement as predicates and faces read them: the kinds of their handles were checked. */
export class Slots {
  readonly handles: Handles;
  readonly #slots: Resolved;

  constructor(slots: Resolved, handles: Handles) {
    this.#slots = slots;
    this.handles = handles;
  }

  /** Returns what the one handle of a slot stands for. */
  one<Kind extends HandleKind>(slot: string, _kind: Kind): ItemOf<Kind> {
    return this.#slots[slot]![0]!.item as ItemOf<Kind>;
  }

  /** Returns what the handles of a slot stand for. */
  all<Kind extends HandleKind>(slot: string, _kind: Kind): readonly ItemOf<Kind>[] {
    return (this.#slots[slot] ?? []).map(({ item }) => item as ItemOf<Kind>);
  }

  /** Returns the handles of a slot; none where it is empty. */
  handlesOf(slot: string): readonly Handle[] {
    return (this.#slots[slot] ?? []).map(({ handle }) => handle);
  }

  /** Returns the figures of all slots that hold figures, in the order of the slots. */
  figures(): readonly FigureItem[] {
    return Object.values(this.#slots).flatMap((each) =>
      each.flatMap(({ item }) => (item.kind === 'figure' ? [item] : [])),
    );
  }

  /** Whether a slot is filled. */
  has(slot: string): boolean {
    return (this.#slots[slot] ?? []).length > 0;
  }
}
