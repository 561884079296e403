import type { Name, PicturedFigure } from './picture.ts';

/**
 * Returns the method that computed the figure of a key, as its detail states it; null where it states none, and where it shows another
 * figure under this key, whose method says nothing about it. Details come from anyone.
 */
export function methodOf(detail: unknown, key: string): string | null {
  if (typeof detail !== 'object' || detail === null || !('method' in detail)) return null;
  return typeof detail.method === 'string' && !isRenamed(detail, key) ? detail.method : null;
}

function isRenamed(detail: object, key: string): boolean {
  if (!('derivation' in detail) || typeof detail.derivation !== 'object' || detail.derivation === null)
    return false;
  const { derivation } = detail;
  return 'relabelled' in derivation || ('key' in derivation && derivation.key !== key);
}

/** Names a figure by its key, or by another one within its inventory, and by the method that gives that key its meaning. */
export function nameOf({ key, detail }: Pick<PicturedFigure, 'key' | 'detail'>, within = key): Name {
  return { is: 'figure', key: within, method: methodOf(detail, key) };
}
