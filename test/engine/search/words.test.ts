import { describe, expect, it } from 'vitest';
import { listSoughtWords, listWords } from '../../../engine/search/words.ts';

describe('words of a text', () => {
  it.each([
    ['Natural gas, kWh (Gross CV)', ['natural', 'gas', 'kwh', 'gross', 'cv']],
    ['natural-gas/emission-factor/CO2', ['natural', 'gas', 'emission', 'factor', 'co2']],
    ['ＨＦＣ－１３４ａ', ['hfc', '134a']],
    ['Fuels losses batteries gases biogas', ['fuel', 'loss', 'battery', 'gas', 'biogas']],
    ['Gas gas GAS', ['gas']],
    ['Électricité d’Île-de-France', ['électricité', 'd', 'île', 'de', 'france']],
    ['E\u0301lectricite\u0301', ['électricité']],
    [`' or 1=1; drop table records; --`, ['or', '1', 'drop', 'table', 'record']],
    ['— … ()', []],
    ['', []],
  ])('%j has the words %j', (text, words) => {
    expect(listWords(text)).toEqual(words);
    expect(listSoughtWords(text)).toEqual(words);
  });

  it('are each character and every two neighbours of Chinese; only the latter are looked for', () => {
    expect(listWords('天然气 LNG')).toEqual(['lng', '天', '然', '气', '天然', '然气']);
    expect(listSoughtWords('天然气 LNG')).toEqual(['lng', '天然', '然气']);
    expect(listSoughtWords('煤')).toEqual(['煤']);
    expect(listSoughtWords('𠮷野')).toEqual(['𠮷野']);
  });

  it('are cut after 40 characters', () => {
    expect(listWords('x'.repeat(1000))).toEqual(['x'.repeat(40)]);
  });
});
