import { readSegment } from '../kinds/gather-flows.ts';
import { isPlain, type Name } from '../kinds/picture.ts';
import { partnerOf } from '../kinds/partner-of.ts';
import type { PictureLanguage } from './language.ts';

/** Puts a name into words. */
export function writeName(name: Name, language: PictureLanguage): string {
  const { texts, outside, count } = language;
  const { names } = texts;
  if (isPlain(name)) return names[name.is];
  switch (name.is) {
    case 'figure':
      return language.figure(name.key, name.method);
    case 'scope':
      return names.scopes[name.basis ?? name.scope];
    case 'total':
    case 'the-total':
    case 'basis':
      return names[name.is][name.basis];
    case 'facility':
      return name.name === null ? names.withoutFacility : outside(name.name);
    case 'others':
      return names.others(count(name.count));
    case 'version':
      return names.version(count(name.sequence));
    case 'month':
      return language.period(name.from, name.until);
    case 'activity':
      return writeActivity(name, language);
    case 'text':
      return outside(name.text);
    case 'place':
      return language.place(name.code);
    case 'line':
      return name.by === null
        ? writeLine(name.line, language)
        : names.lineBy(writeLine(name.line, language), outside(name.by));
  }
}

/** Names a line of a panorama, or a part of a gap: common names in the language of the reader, others as they are written. */
export function writeLine(line: string, { texts: { names }, outside, place }: PictureLanguage): string {
  const known = (name: string): string | null =>
    Object.hasOwn(names.lines, name) ? names.lines[name as keyof typeof names.lines] : null;
  const partner = partnerOf(line);
  if (partner !== null) return names.with(known(partner) ?? place(partner));
  return known(line) ?? outside(line);
}

function writeActivity(
  { row, about }: Extract<Name, { is: 'activity' }>,
  { texts, rowType, outside }: PictureLanguage,
): string {
  const kind = rowType(row);
  const text = kind.charAt(0).toUpperCase() + kind.slice(1);
  return about === null ? text : texts.names.activity(text, outside(about));
}

/** Returns a key whose segments are as the data has them. */
export function readKey(key: string): string {
  return key.split('/').map(readSegment).join('/');
}
