import { describe, expect, it } from 'vitest';
import { FRAMES } from '../../agents/frames/frame-list.ts';
import { HOST_ERRORS } from '../../agents/gate/notice.ts';
import { FOUND } from '../../agents/reasons/found.ts';
import { REASONS, WITHHELD } from '../../agents/reasons/reason.ts';
import { CHINESE_TEXTS } from '../../agents/render/chinese-texts.ts';
import { ENGLISH_TEXTS } from '../../agents/render/english-texts.ts';
import { CHINESE_WORDS } from '../../agents/words/chinese-words.ts';
import { ENGLISH_WORDS } from '../../agents/words/english-words.ts';
import { readWords } from '../../agents/words/read-words.ts';
import { findQuantities } from './oracle/quantities.ts';

/** Every text within a value; those that functions make are given letters in place of numbers. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'function')
    return [String((value as (...given: string[]) => unknown)('…', '…', '…')).replaceAll('…', '')];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

const withQuantities = (texts: readonly string[]): string[] =>
  texts.filter((text) => findQuantities(text).length > 0);

describe('the texts of the program', () => {
  it('say no quantity outside a chip', () => {
    const frames = FRAMES.flatMap(({ en, zh }) => [en, zh].map((text) => text.replaceAll(/\{[^}]+\}/g, '')));
    expect(withQuantities(frames)).toEqual([]);
    // The level of an interval is in its chip.
    const { interval: _en, ...english } = ENGLISH_TEXTS;
    const { interval: _zh, ...chinese } = CHINESE_TEXTS;
    expect(
      withQuantities([english, chinese, REASONS, WITHHELD, HOST_ERRORS, FOUND].flatMap(textsOf)),
    ).toEqual([]);
  });

  it('name exactly the slots of their frames, in both languages', () => {
    for (const { id, slots, en, zh } of FRAMES)
      for (const text of [en, zh]) {
        const named = [...text.matchAll(/\{(\w)/g)].map(([, letter]) => letter!);
        const [known, required] = [
          Object.keys(slots),
          Object.keys(slots).filter((name) => !slots[name]!.optional),
        ];
        expect([
          id,
          named.filter((name) => !known.includes(name)),
          required.filter((name) => !named.includes(name)),
        ]).toEqual([id, [], []]);
      }
  });

  it('are of frames whose names differ', () => {
    expect(new Set(FRAMES.map(({ id }) => id)).size).toBe(FRAMES.length);
    expect(FRAMES.length).toBeGreaterThanOrEqual(80);
  });
});

describe('the words of a remark', () => {
  it('have no quantity, comparison, direction, negation or single letter', () => {
    expect(withQuantities([...ENGLISH_WORDS, ...CHINESE_WORDS])).toEqual([]);
    const refused =
      /^(?:.|not?|none|nor|never|without|above|below|up|down|over|under|higher|lower|rise|fall|up|than|same|before|after|last|next|left|away|against|false|true|wrong|better|worse|best|good|bad|high|low|large|small|big|great|long|short|early|late|new|old)$/;
    expect(ENGLISH_WORDS.filter((word) => refused.test(word))).toEqual([]);
    const characters =
      /[不无没非未否莫勿高低大小长短上下升降增减快慢早晚前后先末首次超越比较更最胜优劣好坏真假对错左右同异]/u;
    expect(CHINESE_WORDS.filter((word) => characters.test(word))).toEqual([]);
  });

  it('are read as they are, and one that is not on the list withholds all', () => {
    expect(readWords('Please see the table of the plant.', 'en')).toEqual([
      'please',
      'see',
      'the',
      'table',
      'of',
      'the',
      'plant',
    ]);
    expect(readWords('请查看钢铁的数据来源。', 'zh-CN')?.join('')).toBe('请查看钢铁的数据来源');
    const english = [
      '12',
      'a half',
      'twelve',
      'it fell',
      'not',
      'Germany',
      'x',
      'ｔｈｅ',
      'the\u200b',
      'the²',
      'can’t',
      't-h-e',
      '<b>the</b>',
      '. , ;',
      'an '.repeat(61),
    ];
    const chinese = ['三', '数据，减少', '减少', '两成', '不', '德国', 'the', '翻一番', '廿', '大于'];
    expect([
      ...english.map((text) => readWords(text, 'en')),
      ...chinese.map((text) => readWords(text, 'zh-CN')),
    ]).toEqual([...english, ...chinese].map(() => null));
  });
});

describe('findQuantities', () => {
  it('finds numbers in digits, words and characters of both languages', () => {
    const texts = [
      '12',
      'twelve',
      'a dozen',
      'half',
      '三百万吨',
      '廿',
      '两成',
      '翻一番',
      'xii',
      '½',
      '①',
      '٣',
      'twofold',
      '百分之五',
      '％',
    ];
    expect(texts.filter((text) => findQuantities(text).length === 0)).toEqual([]);
  });
});
