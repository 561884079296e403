import type { PicturedFigure } from './picture.ts';

/** Returns whether a figure is a total of a scope, or an account of a region. */
export function isTotal({ key }: PicturedFigure): boolean {
  const segments = key.split('/');
  return (
    ['total', 'pba', 'cba', 'for-domestic-demand', 'for-exports'].includes(segments[0]!) ||
    (segments[0] !== 'trend' && segments.includes('total')) ||
    /^scope\d\/[^/]+$/.test(key)
  );
}
