/** One node as a store keeps it: an item, or the hashes of an inner node's two children. */
export type StoredNode =
  | { readonly key: Uint8Array; readonly leaf: Uint8Array }
  | { readonly left: Uint8Array; readonly right: Uint8Array };

/** Many nodes as a store keeps them, one array for each column. Hashes are 32 bytes each, joined. */
export interface StoredNodes {
  /** One byte for each node: 1 for an item, 0 for an inner node. */
  readonly items: Uint8Array;
  /** An item's key; an inner node's left child. */
  readonly a: Uint8Array;
  /** An item's leaf; an inner node's right child. */
  readonly b: Uint8Array;
}

/** Nodes with the hashes under which a store keeps them. */
export interface HashedNodes extends StoredNodes {
  readonly hashes: Uint8Array;
}

/** Returns the nodes with these joined hashes, in the same order; fails when the store lacks one. */
export type LoadNodes = (hashes: Uint8Array) => Promise<StoredNodes>;
