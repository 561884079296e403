import { EORA } from './eora.ts';
import { EXIOBASE } from './exiobase.ts';
import { FIGARO } from './figaro.ts';
import { GLORIA } from './gloria.ts';
import { OECD } from './oecd.ts';
import type { PublisherFormat } from '../publisher-format.ts';
import { PYMRIO } from './pymrio.ts';
import { WIOD } from './wiod.ts';

/** The layouts of tables that are read. */
export const PUBLISHER_FORMATS: readonly PublisherFormat[] = [
  EXIOBASE,
  OECD,
  PYMRIO,
  WIOD,
  FIGARO,
  GLORIA,
  EORA,
];

/** Returns a layout by its name, or undefined. */
export function findPublisherFormat(name: string): PublisherFormat | undefined {
  return PUBLISHER_FORMATS.find((format) => format.name === name);
}
