import { readSegment } from '../../pictures/kinds/gather-flows.ts';
import { useFigureName, writeGas } from '../language/figure-names.ts';
import { type Format, useFormat } from '../language/format.ts';
import { isPlain, type Name } from './model.ts';
import { useNameTexts } from './name-texts.ts';
import { usePicturesTexts } from './pictures-texts.ts';

type KeyTexts = ReturnType<typeof useNameTexts>;
type Texts = ReturnType<typeof usePicturesTexts>;

/** Returns a function that puts names into words, in the language of the page. Keys that no method writes stay as they are. */
export function useNameText(): (name: Name) => string {
  const texts = usePicturesTexts();
  const keys = useNameTexts();
  const format = useFormat();
  const nameOf = useFigureName();
  return (name) =>
    name.is === 'figure'
      ? (nameOf(name.key, name.method) ?? readKey(name.key))
      : writeName(name, texts, keys, format);
}

function writeName(
  name: Exclude<Name, { readonly is: 'figure' }>,
  texts: Texts,
  keys: KeyTexts,
  format: Format,
): string {
  const { names } = texts;
  if (isPlain(name)) return names[name.is];
  switch (name.is) {
    case 'scope':
      return names.scopes[name.basis ?? name.scope];
    case 'total':
    case 'the-total':
    case 'basis':
      return names[name.is][name.basis];
    case 'facility':
      return name.name ?? names.withoutFacility;
    case 'others':
      return names.others(format.number(name.count));
    case 'version':
      return names.version(format.number(name.sequence));
    case 'month':
      return format.period(name.from, name.until);
    case 'activity':
      return writeActivity(name.row, name.about, keys);
    case 'text':
      return writeGas(name.text);
  }
}

function writeActivity(row: string, about: string | null, { activity, activities }: KeyTexts): string {
  const text = activities[row as keyof typeof activities];
  return about === null ? text : activity(text, about);
}

/** Returns a key whose segments are as the data has them. */
function readKey(key: string): string {
  return key.split('/').map(readSegment).join('/');
}
