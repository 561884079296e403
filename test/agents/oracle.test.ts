import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Item } from '../../agents/handles/item.ts';
import { RUN_WARNINGS_IN_CHINESE } from '../../jobs/compute/chinese-run-warnings.ts';
import { knownFacts } from './known-facts.ts';
import { makeFigure, makeNote } from '../../agents/evaluate/attacks/made-figure.ts';
import { checkCopied, checkPage } from './oracle/check-page.ts';
import { checkDocument, checkText } from './oracle/check-document.ts';
import { checkChip } from './oracle/check-nodes.ts';
import { findQuantities } from './oracle/quantities.ts';
import { readDocument } from './oracle/read-document.ts';

/** Ways to say a quantity that nobody cites. */
const QUANTITIES = [
  ...[
    '12',
    'twelve',
    'a dozen',
    'half',
    'two fifths',
    'twofold',
    'xii',
    'MMXXIV',
    'thirty-one',
    'ninety per cent',
  ],
  ...['½', '①', '٣', '५', '１２', '％', '10⁶', '1e6', 'Ⅻ', '㊂'],
  ...[
    '三百万吨',
    '廿',
    '卅',
    '两成',
    '翻一番',
    '百分之五',
    '一半',
    '俩',
    '半',
    '數倍',
    '壹佰',
    '〇',
    '几成',
    '一打',
  ],
  ...[
    'a couple of tonnes',
    'a score',
    'a handful of plants',
    'tenfold',
    'umpteen',
    'quintupled',
    'a trio',
    'a quarter',
  ],
];

describe('findQuantities', () => {
  it.each(QUANTITIES)('finds %s', (text) => {
    expect(findQuantities(text)).not.toEqual([]);
    expect(findQuantities(`The emissions are ${text} in all`)).not.toEqual([]);
  });

  it('finds nothing in words that say no amount', () => {
    const texts = [
      'The emissions of the works',
      'Found:',
      '排放来自工厂',
      'mixed civil lid',
      'is computed by',
    ];
    expect(texts.flatMap(findQuantities)).toEqual([]);
  });
});

const FACTS = new Map<string, Item>([
  ['f1', makeFigure({ key: 'scope1', value: '1234.5', uncertainty: makeNote(1234.5, 100, 'x') })],
  ['f2', makeFigure({ key: 'scope2', value: '77' })],
]);

/** Where a document says something: `…` is where a quantity is planted. */
const PLACES: Readonly<Record<string, string>> = {
  'text of a paragraph': '<p>It is …</p>',
  'text beside a figure': '<p><span data-ref="f1" data-part="value">1234.5 t CO2e</span> or …</p>',
  'an alternative text': '<img src="a.png" alt="…">',
  'a tooltip': '<p title="…">It is</p>',
  'a label for a screen reader': '<button aria-label="…">Open</button>',
  'a value for a screen reader': '<div role="meter" aria-valuetext="…"></div>',
  'a number for a screen reader': '<div role="meter" aria-valuenow="…"></div>',
  'a field': '<input value="…">',
  'a hint of a field': '<input placeholder="…">',
  'a choice': '<select><option label="…">which</option></select>',
  'an attribute that nobody knows': '<p data-note="…">It is</p>',
  'the title of a page': '<title>…</title>',
  'a description of a page': '<meta name="description" content="…">',
  'text of a picture': '<svg><g><text x="1">…</text></g></svg>',
  'the title of a picture': '<svg><title>…</title></svg>',
  'the description of a picture': '<svg><desc>…</desc></svg>',
  'a label of a picture': '<svg aria-label="…"></svg>',
  'a cell': '<table><tr><td>…</td></tr></table>',
  'the caption of a table': '<table><caption>…</caption></table>',
  'a hidden element': '<p hidden>…</p>',
  'a comment of a reader': '<details><summary>…</summary></details>',
  'what a style writes': '<style>p::before { content: "…" }</style>',
  'what a style writes in print': "<style>@media print { p::after { color: red; content: '…' } }</style>",
};

it('the oracle takes nothing but types of what it judges', () => {
  const folder = join(import.meta.dirname, 'oracle');
  const imports = readdirSync(folder).flatMap((file) =>
    [...readFileSync(join(folder, file), 'utf8').matchAll(/^import [^;]*from '(?:\.\.\/){3}[^;]*;/gmu)].map(
      String,
    ),
  );
  expect(imports.length).toBeGreaterThan(0);
  expect(imports.filter((text) => !text.startsWith('import type '))).toEqual([]);
});

it('the oracle takes the meaning of a code for a finding of that code alone, and nothing beside it', () => {
  const message = 'coke is of 2006';
  const finding = {
    kind: 'finding',
    code: 'old-factor',
    message,
    about: [],
    isPrivate: false,
  } as unknown as Item;
  const facts = knownFacts(new Map([['e1', finding]]), 'zh-CN');
  const said = (words: string) => ({ is: 'chip', ref: 'e1', part: 'message', text: words }) as const;
  const own = RUN_WARNINGS_IN_CHINESE['old-factor'];
  expect(() => checkChip(said(`${own}程序原文：${message} [old-factor]`), facts)).not.toThrow();
  for (const words of [
    `${RUN_WARNINGS_IN_CHINESE['short-deposits']}程序原文：${message} [old-factor]`,
    `${own}三百万吨。程序原文：${message} [old-factor]`,
    `${own}程序原文：coke is of 2007 [old-factor]`,
  ])
    expect(() => checkChip(said(words), facts), words).toThrow('is shown as');
  expect(() => checkText(`${own}程序原文：${message} [old-factor] [e1]`, facts)).not.toThrow();
  expect(() => checkText(`${own}程序原文：coke is of 2007 [old-factor] [e1]`, facts)).toThrow();
});

describe('the oracle of documents', () => {
  it.each(Object.entries(PLACES))('finds a quantity in %s', (_name, place) => {
    for (const text of ['12', 'a dozen', '三百万吨', '两成'])
      expect(() => checkDocument(place.replace('…', text), FACTS)).toThrow(/uncited/);
    expect(() => checkDocument(place.replace('…', 'computed'), FACTS)).not.toThrow();
  });

  it('finds numbers that nobody wrote: of a list, a counter, an attribute, an escape', () => {
    for (const html of [
      '<ol><li>It is</li></ol>',
      '<style>li::before { content: counter(step) }</style>',
      '<p class="12">It</p><style>p::before { content: attr(class) }</style>',
      '<style>p::before { content: "\\31 2" }</style>',
      '<p>&#49;2</p>',
    ])
      expect(() => checkDocument(html, FACTS)).toThrow(/uncited/);
  });

  it('takes a quantity in an element whose reference says it, and no other one', () => {
    const figure = (ref: string, text: string, part = 'value'): string =>
      `<p>It is <b data-ref="${ref}" data-part="${part}">${text}</b>.</p>`;
    expect(() => checkDocument(figure('f1', '1\u202f234.5 t CO2e'), FACTS)).not.toThrow();
    expect(() => checkDocument('<p data-ref="f1" title="1234.5 t, 2024">It</p>', FACTS)).not.toThrow();
    for (const html of [
      figure('f1', '1\u202f234.6 t CO2e'),
      figure('f1', '77 t CO2e'),
      figure('f2', '1\u202f234.5 t CO2e'),
      figure('f1', '1\u202f234.5 kg CO2e'),
      figure('f1', '2025', 'period'),
      figure('f9', '1\u202f234.5 t CO2e'),
      '<p data-ref="f1" title="1235.5 t">It</p>',
    ])
      expect(() => checkDocument(html, FACTS), html).toThrow(/is shown as|do not say|was not issued/);
  });

  it('reads every text of a document', () => {
    const html = Object.values(PLACES).join('').replaceAll('…', 'planted');
    expect(readDocument(html).filter(({ text }) => text.includes('planted'))).toHaveLength(
      Object.keys(PLACES).length,
    );
  });
});

describe('the oracle of the portal', () => {
  const flows = [
    ['p2', 'a/x', '10'],
    ['p3', 'a/y', '30'],
  ].map(([ref, key, value]): [string, Item] => [ref!, makeFigure({ key: key!, value: value! })]);
  const figures = flows.map(([ref]) => ref);
  const picture = { kind: 'picture', picture: {}, figures } as unknown as Item;
  const facts = new Map<string, Item>([...FACTS, ...flows, ['p1', picture]]);
  const figure = (texts: string) => `<figure data-ref="p1"><svg>${texts}</svg></figure>`;
  const scale = [0, 20, 40].map((at) => `<text class="quiet" x="${at}" y="9">${at}</text>`).join('');

  it('takes values, sums, shares and the scale of a picture, and no other number', () => {
    for (const texts of ['<text>10</text>', '<title>all: 40 Mt CO₂</title>', '<text>25%</text>', scale])
      expect(() => checkPage(figure(texts), facts), texts).not.toThrow();
    for (const texts of ['<text>11</text>', '<text>26%</text>', scale.replace('>20<', '>21<')])
      expect(() => checkPage(figure(texts), facts), texts).toThrow('which no figure of p1 says');
  });

  it('takes the name of a gas and of a handle, and a number in words of a page where its reference says it', () => {
    const name = (text: string) => `<p><b data-ref="f1" data-part="name" aria-label="f1">${text}</b></p>`;
    expect(() => checkPage(name('Emitted, CO₂, 2024'), facts)).not.toThrow();
    expect(() => checkPage(name('Emitted, CO₂, 2031'), facts)).toThrow('do not say');
  });

  it('takes copied HTML whose handles say the numbers of their paragraph', () => {
    expect(() => checkCopied('<p>It is 77 t CO₂e [f2]</p>', facts)).not.toThrow();
    expect(() => checkCopied('<p>It is 77 t CO₂e</p>', facts)).toThrow('uncited');
    expect(() => checkCopied('<p>It is 78 t CO₂e [f2]</p>', facts)).toThrow('do not say');
  });
});

describe('the oracle of texts', () => {
  it('takes the numbers of a line that its handles say, and no others', () => {
    expect(() =>
      checkText('scope1 (2024): 1\u202f234.5 t CO2e [f1] and 77 t CO2e [f2].\nComputed.', FACTS),
    ).not.toThrow();
    for (const text of [
      'It is 1\u202f234.5 t.',
      'scope1: 1\u202f234.5 t [f2]',
      'scope1: 12 t [f1]',
      'scope1 [f1]\na dozen',
      'scope1: 77 t [f7]',
    ])
      expect(() => checkText(text, FACTS), text).toThrow(/uncited|do not say|was not issued/);
  });
});
