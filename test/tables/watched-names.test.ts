import { describe, expect, it } from 'vitest';
import { WatchedNames } from '../../tables/watched-names.ts';

function watch(...texts: readonly (string | null)[]) {
  const names = new WatchedNames({
    ...{ lookups: [], twoNames: [] },
    columns: [
      { index: 0, name: 'Site', member: 'detail.facility' },
      { index: 1, name: 'Note', member: 'detail.custom.note' },
    ],
  });
  for (const text of texts) names.add([text, 'Leeds']);
  return names.found;
}

describe('names in a column', () => {
  it('that differ in case, blanks and width are one, and their spellings are listed with their blanks', () => {
    expect(watch('Leeds', 'York', 'LEEDS', 'Leeds ', 'Ｌeeds', 'Leeds', null, ' ')).toEqual({
      merged: [{ column: 'Site', spellings: ['Leeds', 'LEEDS', 'Leeds ', 'Ｌeeds'] }],
      alike: [],
    });
  });

  it.each([
    ['Gdańsk plant', 'Gdansk plant'],
    ['Łódź depot', 'Lodz depot'],
    ['Hangzhou rolling mill', 'Hangzhou roling mill'],
    ['Plant 1, Leeds', 'Plant 1 Leeds'],
  ])('%s and %s may be one', (one, other) => {
    expect(watch(one, 'York', other)).toMatchObject({
      merged: [],
      alike: [{ column: 'Site', names: [one, other] }],
    });
  });

  it.each([
    ['Plant 1', 'Plant 2'],
    ['Meter 10220417', 'Meter 10220418'],
    ['Leeds', 'Leeds distribution centre'],
    ['杭州轧钢厂', '北京轧钢厂'],
  ])('%s and %s are two', (one, other) => {
    expect(watch(one, other)).toEqual({ merged: [], alike: [] });
  });

  it('are not offered again once a person has said that they are one, or two; others are', () => {
    const names = new WatchedNames({
      columns: [{ index: 0, name: 'Site', member: 'detail.facility' }],
      lookups: [{ index: 0, name: 'Site', list: { 'Gdansk plant': { 'detail.facility': 'Gdańsk plant' } } }],
      twoNames: [{ column: 'Site', names: ['LODZ DEPOT', 'Łódź depot'] }],
    });
    for (const text of ['Gdańsk plant', 'Gdansk plant', 'Łódź depot', 'Lodz depot', 'York mill', 'York mil'])
      names.add([text]);
    expect(names.found.alike.map(({ names: pair }) => pair)).toEqual([['York mill', 'York mil']]);
  });

  it('with a list are one where they are spelled in several ways, and are not offered as others', () => {
    const lookups = [{ index: 0, name: 'Site', list: {} }];
    const names = new WatchedNames({ columns: [], lookups, twoNames: [] });
    for (const text of ['Gdańsk plant', 'GDAŃSK PLANT', 'Gdansk plant']) names.add([text]);
    expect(names.found).toEqual({
      merged: [{ column: 'Site', spellings: ['Gdańsk plant', 'GDAŃSK PLANT'] }],
      alike: [],
    });
  });
});
