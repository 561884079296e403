import { writeGas } from '../language/figure-names.ts';
import { useFormat } from '../language/format.ts';
import { MOST_OF_TITLE, showOutside } from '../language/outside-text.ts';
import { isPlain, type Picture, type Remark } from './model.ts';
import { useNameText } from './name-text.ts';
import { usePicturesTexts } from './pictures-texts.ts';
import { readSource } from './source.ts';

/** Remarks about marks: they say nothing about a table. */
const OF_PICTURE: ReadonlySet<Remark['is']> = new Set(['cut-scale', 'own-flows', 'gaps', 'shown-of']);

/** What a picture says in words. */
export interface PictureText {
  readonly title: string;
  readonly lead: string;
  readonly remarks: readonly string[];
  readonly source: readonly string[];
}

/** Returns a function that says what a picture shows, and in which unit. */
export function usePictureTitle(): (picture: Picture) => string {
  const { titles } = usePicturesTexts();
  const name = useNameText();
  const format = useFormat();
  return ({ kind, unit, about }) => {
    const [first = '', second = ''] = about.map(name);
    return titles[kind](format.unit(unit), first, second);
  };
}

/** Returns the words of a picture in the language of the page. */
export function usePictureText(picture: Picture, isTable: boolean): PictureText {
  const { leads } = usePicturesTexts();
  const titleOf = usePictureTitle();
  const { kind, unit, remarks, figures } = picture;
  const remarkText = useRemark(unit);
  return {
    title: titleOf(picture),
    lead: leads[kind],
    remarks: remarks.filter(({ is }) => !isTable || !OF_PICTURE.has(is)).map(remarkText),
    source: useSource(figures),
  };
}

function useRemark(unit: string): (remark: Remark) => string {
  const { remarks } = usePicturesTexts();
  const { decimal, number, percent, unit: unitText } = useFormat();
  return (remark) => {
    if (isPlain(remark)) return remarks[remark.is];
    switch (remark.is) {
      case 'difference':
        return remarks.difference(decimal(remark.difference), unitText(unit));
      case 'other-units':
        return remarks['other-units'](remark.count, remark.units.map(unitText).join(', '));
      case 'shown-of':
      case 'intervals-of':
        return remarks[remark.is](number(remark.shown), number(remark.of));
      case 'smallest-regions':
        return remarks['smallest-regions'](number(remark.count));
      case 'negative-flows':
        return remarks['negative-flows'](number(remark.count), decimal(remark.sum), unitText(unit));
      case 'level':
        return remarks.level(percent(Number(remark.level)));
      case 'other-paths':
        return remarks['other-paths'](decimal(remark.value), unitText(unit));
    }
  };
}

/** Returns where figures are from: method, potentials, gases and period, as their details state them. */
function useSource(figures: Picture['figures']): string[] {
  const texts = usePicturesTexts();
  const format = useFormat();
  const { methods, gwpSets, gases, period } = readSource(figures);
  const list = (values: readonly string[]): string => values.join(', ') || texts.notStated;
  return [
    ...(methods.length === 0 ? [] : [texts.sourceMethod(list(methods))]),
    ...(gwpSets.length === 0 ? [] : [texts.sourceGwp(list(gwpSets))]),
    ...(gases.length === 0
      ? []
      : [texts.sourceGases(list(gases.map((gas) => showOutside(writeGas(gas), MOST_OF_TITLE))))]),
    ...(period === null ? [] : [texts.sourcePeriod(format.period(period.from, period.until))]),
  ];
}
