import { expect, it } from 'vitest';
import { makeFigure } from '../../agents/evaluate/attacks/made-figure.ts';
import { HandleTable } from '../../agents/handles/handle-table.ts';
import { AskedFirst } from '../../agents/planner/asked-first.ts';

const handles = new HandleTable();
const [old, one, other] = [
  ['net-imports-share/CN/CO2/1990', '-6.622', 1990],
  ['net-imports-share/CN/CO2/2022', '-9.17', 2022],
  ['panorama/CN/trade/net-imports-share/Yuheng/2022', '-17.7', 2022],
].map(([key, value, year]) => {
  const [from, until] = [Date.UTC(Number(year), 0) / 1000, Date.UTC(Number(year) + 1, 0) / 1000];
  return handles.issue(makeFigure({ key: String(key), value: String(value), unit: '%', from, until }));
});
const figures = [old!, one!, other!];
const firsts = (question: string): readonly (string | undefined)[] => {
  const first = new AskedFirst(question, handles);
  return [first.sort(figures)[0], first.sort(figures)[0]];
};

it('a statement is about the figures whose numbers the person wrote, in that order', () => {
  expect(firsts('−9.17 % or −17.7 %?')).toEqual([one, other]);
  expect(firsts('到底是 −17.7 % 还是 −9.17 %？')).toEqual([other, one]);
});

it('without a number that a figure has, it is about the year and the words', () => {
  expect(firsts('Net imports of China in 2022, or 5 %?')).toEqual([one, one]);
  expect(firsts('What does Yuheng say?')[0]).toBe(other);
  expect(firsts('Which is right?')[0]).toBe(old);
});
