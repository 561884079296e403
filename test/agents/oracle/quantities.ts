/**
 * Finds whatever could be read as a quantity, in English and Chinese: rather too much than too little. It shares nothing with the gate.
 */

/** Digits of any script, superscripts, fractions, percent and per mille signs, circled numbers. */
const SIGNS = /[\p{N}%％‰٪½⅓¼¾∞①-⑳]/u;

/** English words of numbers, parts, multiples and orders, and roman numerals. */
const WORDS = new Set(
  `zero nil nought naught one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
  eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million millions billion
  billions trillion trillions dozen dozens score scores couple couples pair pairs half halve halves halved third thirds fourth quarter
  quarters fifth fifths sixth seventh eighth ninth tenth tenths hundredth thousandth first second secondly twice thrice double doubled
  doubles triple tripled treble quadruple fold twofold threefold tenfold single percent percents percentage per-cent permille pct once
  majority most least few fewer several many much more less both neither dual solo gross myriad umpteen plenty handful handfuls duo trio trios quartet
  quintuple quintupled sextuple tripling doubling halving halfway ton tons tonne tonnes
  kilo kilos mega giga`
    .trim()
    .split(/\s+/),
);
/** Words of the list above that texts of the program need, and that say no amount. */
const ROMAN = /^(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$/;

/** Chinese characters of numbers, parts and multiples. */
const CHARACTERS =
  /[〇零一二三四五六七八九十百千万亿兆两俩仨廿卅卌壹贰叁肆伍陆柒捌玖拾佰仟萬億双倍半]|翻番|翻一番|翻倍|[一二两三四五六七八九]成|几成|百分|千分|大部分|多数|若干|数十|数百|成倍/u;

/** Returns what of a text could be read as a quantity. */
export function findQuantities(text: string): string[] {
  const found = [
    ...text.matchAll(new RegExp(SIGNS, 'gu')),
    ...text.matchAll(new RegExp(CHARACTERS, 'gu')),
  ].map(String);
  for (const word of text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[a-z-]+/g) ?? []) {
    const parts = [word, ...word.split('-')];
    if (parts.some((part) => WORDS.has(part) || (part !== 'i' && part !== '' && ROMAN.test(part))))
      found.push(word);
  }
  return found;
}

/** Words that compare, point a direction or deny: fixed texts have them only where the oracle checks what they say. */
const COMPARING =
  /\b(?:higher|lower|above|below|rose|fell|rising|falling|same|outweighs|inside|outside|wider|larger|smaller|equal|equals|better|worse|than|exceeds?|increase[ds]?|decrease[ds]?|negative|positive)\b|高于|低于|上升|下降|超过|相同|之内|之外|等于|升|降|未超过|大于|小于|负值|正值/u;

/** Whether a text compares. */
export function isComparing(text: string): boolean {
  return COMPARING.test(text.toLowerCase());
}
