import type { Hex } from '../../../../core/encoding/hex.ts';
import type { Material } from '../../../../jobs/reperform/material.ts';

/** Proof files that were opened from disk, by the record that they are about; kept as long as the page. */
const opened = new Map<Hex, Material>();

export function keepOpened(material: Material): Hex | null {
  const id = material.records[0]?.id ?? null;
  if (id !== null) opened.set(id, material);
  return id;
}

export function findOpened(id: Hex): Material | null {
  return opened.get(id) ?? null;
}
