import { readSegment } from '../../pictures/kinds/gather-flows.ts';
import { useFigureName, writeGas } from '../language/figure-names.ts';
import { MOST_OF_TITLE, showOutside } from '../language/outside-text.ts';
import { type Format, useFormat } from '../language/format.ts';
import { useRowTypeName } from '../language/row-type-names.ts';
import { isPlain, type Name } from './model.ts';
import { usePicturesTexts } from './pictures-texts.ts';

type Texts = ReturnType<typeof usePicturesTexts>;

/** Returns a function that puts names into words, in the language of the page. Keys that no method writes stay as they are. */
export function useNameText(): (name: Name) => string {
  const texts = usePicturesTexts();
  const nameType = useRowTypeName();
  const format = useFormat();
  const nameOf = useFigureName();
  return (name) =>
    name.is === 'figure'
      ? (nameOf(name.key, name.method) ?? showOutside(readKey(name.key), MOST_OF_TITLE))
      : writeName(name, texts, nameType, format);
}

function writeName(
  name: Exclude<Name, { readonly is: 'figure' }>,
  texts: Texts,
  nameType: (type: string) => string,
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
      return name.name === null ? names.withoutFacility : showOutside(name.name, MOST_OF_TITLE);
    case 'others':
      return names.others(format.number(name.count));
    case 'version':
      return names.version(format.number(name.sequence));
    case 'month':
      return format.period(name.from, name.until);
    case 'activity':
      return writeActivity(
        nameType(name.row),
        name.about === null ? null : showOutside(name.about, MOST_OF_TITLE),
        names,
      );
    case 'text':
      return showOutside(writeGas(name.text), MOST_OF_TITLE);
  }
}

function writeActivity(kind: string, about: string | null, { activity }: Texts['names']): string {
  const text = kind.charAt(0).toUpperCase() + kind.slice(1);
  return about === null ? text : activity(text, about);
}

/** Returns a key whose segments are as the data has them. */
function readKey(key: string): string {
  return key.split('/').map(readSegment).join('/');
}
