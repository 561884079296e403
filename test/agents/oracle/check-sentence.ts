import type { FigureItem } from '../../../agents/handles/figure-item.ts';
import type { Item } from '../../../agents/handles/item.ts';
import type { Segment } from '../../../agents/render/node.ts';
import { inBase, minus, plus, readFraction, signOf, size, type Fraction } from './fraction.ts';
import { isComparing } from './quantities.ts';
import type { Facts } from './facts.ts';

/** What a sentence names in place of its references, in their order. */
interface Read {
  readonly figures: readonly FigureItem[];
  readonly given: Extract<Item, { kind: 'given' }> | null;
  readonly order: { readonly item: Extract<Item, { kind: 'order' }>; readonly place: number | null } | null;
  readonly facts: Facts;
  readonly refs: readonly string[];
  readonly row: Extract<Item, { kind: 'row' }> | null;
  readonly record: Extract<Item, { kind: 'record' }> | null;
  readonly count: Extract<Item, { kind: 'count' }> | null;
  readonly clause: Extract<Item, { kind: 'clause' }> | null;
  readonly finding: { readonly ref: string; readonly about: readonly string[] } | null;
}

/** What words of a sentence say of its figures, and whether it is so: read from what is shown, and computed with nothing of the project. */
type Claim = readonly [words: RegExp, isTrue: (read: Read) => boolean];

const one = ({ figures }: Read): FigureItem => figures[0]!;
const amountOf = ({ value, unit }: FigureItem): Fraction => inBase(value, unit).amount;
const compare = (a: FigureItem, b: FigureItem): number => signOf(minus(amountOf(a), amountOf(b)));

/** Whether two figures count the same; over time, in periods of the same length in days, but for leap years. */
function goTogether(a: FigureItem, b: FigureItem, isOverTime: boolean): boolean {
  const sorted = (list: readonly string[]): string => [...list].sort().join();
  const days = ({ from, until }: FigureItem): number => (until - from) / 86_400;
  const isSamePeriod = isOverTime
    ? Math.abs(days(a) - days(b)) <= 1 && a.from >= b.until
    : a.from === b.from && a.until === b.until;
  return (
    inBase(a.value, a.unit).measures === inBase(b.value, b.unit).measures &&
    sorted(a.gases) === sorted(b.gases) &&
    a.gwpSet === b.gwpSet &&
    sorted(Object.entries(a.conditions).map(String)) === sorted(Object.entries(b.conditions).map(String)) &&
    isSamePeriod
  );
}

/** Where the interval of a figure is: above 0, below it, around it, or nowhere. */
function sideOf({ uncertainty }: FigureItem): number | null {
  const { low, high } = uncertainty ?? {};
  if (low === undefined || high === undefined) return null;
  return Number(low) > 0 ? 1 : Number(high) < 0 ? -1 : 0;
}

/** How far values may be from what was rounded to them: half a unit of the last digit of each. */
function roomOf(figures: readonly FigureItem[]): Fraction {
  const half = ({ value, unit }: FigureItem): Fraction =>
    inBase(`0.${'0'.repeat((value.split('.')[1] ?? '').length)}5`, unit).amount;
  return figures.map(half).reduce(plus);
}

/** Whether d is a minus b: exactly, and of a run, which rounds its figures one by one, but for the last digits. */
function isDifference(a: FigureItem, b: FigureItem, d: FigureItem): boolean {
  const off = size(minus(minus(amountOf(a), amountOf(b)), amountOf(d)));
  return d.source.is === 'computed' ? signOf(minus(off, roomOf([a, b, d]))) <= 0 : signOf(off) === 0;
}

/** Whether one figure is on a side of another one, as far as anybody can know. */
function onSide(side: 1 | -1, isOverTime: boolean) {
  return ({ figures: [a, b, d] }: Read): boolean => {
    if (a === undefined || b === undefined || !goTogether(a, b, isOverTime)) return false;
    if (sideOf(a) === null && sideOf(b) === null) return compare(a, b) === side;
    return d !== undefined && isDifference(a, b, d) && sideOf(d) === side && isCombined(a, b, d);
  };
}

/** Whether an interval is not narrower than that of independent figures, where no row is in both. */
function isCombined(a: FigureItem, b: FigureItem, d: FigureItem): boolean {
  // A run knows which rows are in both.
  if (d.source.is === 'computed') return true;
  const half = ({ uncertainty, unit }: FigureItem): number => {
    const { low = '0', high = '0' } = uncertainty ?? {};
    const scale = Number(inBase('1', unit).amount.over) / Number(inBase('1', unit).amount.under);
    return ((Number(high) - Number(low)) / 2) * scale;
  };
  return half(d) >= 0.999 * Math.hypot(half(a), half(b));
}

function asStated(side: 1 | -1, isOverTime: boolean) {
  return ({ figures: [a, b, d] }: Read): boolean =>
    goTogether(a!, b!, isOverTime) &&
    compare(a!, b!) === side &&
    isDifference(a!, b!, d!) &&
    sideOf(d!) === null;
}

function cannotTell(isOverTime: boolean) {
  return ({ figures: [a, b, d] }: Read): boolean =>
    goTogether(a!, b!, isOverTime) && isDifference(a!, b!, d!) && sideOf(d!) === 0;
}

function givenSide(side: number) {
  return (read: Read): boolean => {
    const [figure, { value, unit }] = [one(read), read.given!];
    const given = inBase(value, unit ?? figure.unit);
    // A person who writes t means tonnes of what the figure counts.
    const isAlike =
      given.measures === inBase('1', figure.unit).measures.replace(unit === null ? '' : /\{.+\}$/, '');
    return isAlike && signOf(minus(given.amount, amountOf(figure))) === side;
  };
}

function givenInside(expected: boolean) {
  return (read: Read): boolean => {
    const [figure, { value, unit }] = [one(read), read.given!];
    const { low, high } = figure.uncertainty ?? {};
    if (low === undefined || high === undefined) return false;
    const given = inBase(value, unit ?? figure.unit).amount;
    const [ofLow, ofHigh] = [low, high].map((end) => signOf(minus(given, inBase(end, figure.unit).amount)));
    return (ofLow! >= 0 && ofHigh! <= 0) === expected;
  };
}

function addUp(expected: boolean) {
  return ({ figures }: Read): boolean => {
    const [whole, ...parts] = figures as [FigureItem, ...FigureItem[]];
    if (parts.some((part) => !goTogether(part, whole, false))) return false;
    const off = size(minus(parts.map(amountOf).reduce(plus), amountOf(whole)));
    return signOf(minus(off, roomOf(figures))) <= 0 === expected;
  };
}

/** The run or record of a figure; a derived one has a source of its own. */
const sourceOf = (figure: FigureItem): unknown => {
  const { source } = figure;
  return source.is === 'computed' ? source.run : source.is === 'proven' ? source.record : figure;
};

const sorted = ({ order, facts }: Read): FigureItem[] =>
  order!.item.figures.map((handle) => facts.get(handle) as FigureItem);

function inOrder(read: Read): boolean {
  const all = sorted(read);
  return all.every(
    (figure, at) => goTogether(figure, all[0]!, false) && (at === 0 || compare(all[at - 1]!, figure) >= 0),
  );
}

function steps(side: 1 | -1) {
  return ({ figures }: Read): boolean =>
    figures.every(
      (figure, at) =>
        at === 0 ||
        (compare(figure, figures[at - 1]!) === side && goTogether(figure, figures[at - 1]!, true)),
    );
}

const widthOf = ({ uncertainty }: FigureItem): number =>
  Math.max(Math.abs(Number(uncertainty?.below)), Math.abs(Number(uncertainty?.above)));

function standing(expected: string) {
  return ({ figures: [a] }: Read): boolean => a!.source.is === 'proven' && a!.source.standing === expected;
}

function opinions(expected: boolean) {
  return ({ figures: [a], record }: Read): boolean => {
    const source = record ?? a!.source;
    return 'opinions' in source && source.opinions.length > 0 === expected;
  };
}

function recordStanding(expected: string) {
  return ({ record }: Read): boolean => record!.standing === expected;
}

function derived(operation: string) {
  return ({ figures: [a] }: Read): boolean => a!.source.is === 'derived' && a!.source.operation === operation;
}

/** Accounts that are kept apart: emissions, removals, and those that keys begin with. */
function accountOf({ key, value }: FigureItem): string {
  const [first = ''] = key.split('/');
  if (['avoided', 'nature', 'land-use', 'biogenic', 'outside-scopes'].includes(first)) return first;
  return Number(value) < 0 ? 'removals' : 'emissions';
}

/** Every claim that sentences make, in both languages. A sentence that compares and makes none of them is refused. */
const CLAIMS: readonly Claim[] = [
  [/ is higher than |^…高于….*。(?:差值为|$)/u, onSide(1, false)],
  [/ is lower than |^…低于….*。(?:差值为|$)/u, onSide(-1, false)],
  [/ rose from |，自.*上升/u, onSide(1, true)],
  [/(?<! or) fell from |，自.*下降/u, onSide(-1, true)],
  [/^As stated, .* is above .* before it|按所示数值，.*高于此前的/u, asStated(1, true)],
  [/^As stated, .* is below .* before it|按所示数值，.*低于此前的/u, asStated(-1, true)],
  [/^As stated, .* is above .*difference|按所示数值，.*高于.*差值/u, asStated(1, false)],
  [/^As stated, .* is below .*difference|按所示数值，.*低于.*差值/u, asStated(-1, false)],
  [/cannot tell which is|孰高孰低/u, cannotTell(false)],
  [/cannot tell whether|是升是降/u, cannotTell(true)],
  [
    /has the same value as .* before it|与此前的.*数值相同/u,
    ({ figures: [a, b] }) => goTogether(a!, b!, true) && compare(a!, b!) === 0,
  ],
  [
    /has the same value as |与(?!此前).*数值相同/u,
    ({ figures: [a, b] }) => compare(a!, b!) === 0 && (goTogether(a!, b!, false) || goTogether(a!, b!, true)),
  ],
  [/(?<!not )add up to|相加等于/u, addUp(true)],
  [/do not add up|相加不等于/u, addUp(false)],
  [
    /split without a rest|无剩余/u,
    (read) => addUp(true)(read) && new Set(read.figures.map(sourceOf)).size === 1,
  ],
  [
    /at place|位列/u,
    (read) =>
      inOrder(read) &&
      read.order!.place === sorted(read).filter((each) => compare(each, one(read)) > 0).length + 1,
  ],
  [
    /nothing is above|没有高于/u,
    (read) => inOrder(read) && sorted(read).every((each) => compare(each, one(read)) <= 0),
  ],
  [
    /nothing is below|没有低于/u,
    (read) => inOrder(read) && sorted(read).every((each) => compare(each, one(read)) >= 0),
  ],
  [
    /the largest at the top|由大到小/u,
    ({ figures }) => figures.every((each, at) => at === 0 || compare(figures[at - 1]!, each) >= 0),
  ],
  [/each is above its predecessor|逐期上升/u, steps(1)],
  [/each is below its predecessor|逐期下降/u, steps(-1)],
  [/You gave .* above|您给出的.*高于/u, givenSide(1)],
  [/You gave .* below|您给出的.*低于/u, givenSide(-1)],
  [/You gave .* the value of|您给出的.*与此数相同/u, givenSide(0)],
  [/You gave .* inside|您给出的.*之内/u, givenInside(true)],
  [/You gave .* outside|您给出的.*之外/u, givenInside(false)],
  [/no wider than|未超过您/u, (read) => widthOf(one(read)) <= Number(read.given!.value)],
  [/is wider than|宽度超过/u, (read) => widthOf(one(read)) > Number(read.given!.value)],
  [/It is negative|此为负值/u, (read) => signOf(readFraction(one(read).value)) < 0],
  [/Nothing is counted|未计入任何量/u, (read) => Number(one(read).value) === 0],
  [/whole interval is positive|均为正值/u, (read) => sideOf(one(read)) === 1],
  [/whole interval is negative|均为负值/u, (read) => sideOf(one(read)) === -1],
  [/^The interval has negative and positive|^其区间既含/u, (read) => sideOf(one(read)) === 0],
  [
    /outside its own interval|自身的区间之外/u,
    (read) => {
      const { value, uncertainty } = one(read);
      return Number(value) < Number(uncertainty!.low) || Number(value) > Number(uncertainty!.high);
    },
  ],
  [
    /outweighs|超过.*其余部分/u,
    ({ figures }) => figures.some(({ unit, value }) => unit === '%' && Number(value) > 50),
  ],
  [
    /Nothing here decides|作出取舍/u,
    ({ figures: [a, b] }) =>
      a!.method !== b!.method ||
      !goTogether(a!, b!, false) ||
      String(a!.parts.entries) !== String(b!.parts.entries),
  ],
  [/^This is from the newest version|^此数出自其记录的最新版本/u, standing('current')],
  [/^A newer version of its record|^其记录已有更新的版本/u, standing('replaced')],
  [
    /^Its party withdrew|^其主体已撤回/u,
    ({ figures: [a], record }) =>
      a === undefined
        ? record!.standing === 'withdrawn'
        : a.source.is === 'proven' && a.source.standing === 'withdrawn',
  ],
  [
    /^Something that this|^此(?:数|记录)所依据的资料/u,
    ({ figures: [a], record }) =>
      a === undefined
        ? record!.standing === 'stale'
        : a.source.is === 'proven' && a.source.standing === 'stale',
  ],
  [/^Nothing here says which version|^此处没有资料说明其记录/u, standing('unknown')],
  [/nobody signed it|无人签署/u, ({ figures: [a] }) => a!.source.is !== 'proven'],
  [/^An auditor gave an opinion|^审计方已对此/u, opinions(true)],
  [/^No auditor gave an opinion|^没有审计方/u, opinions(false)],
  [/^This is the newest version|^此为最新版本/u, recordStanding('current')],
  [/^A newer version replaces this: |^已有更新的版本取代此记录/u, recordStanding('replaced')],
  [/computed by different methods|计算方法不同/u, ({ figures: [a, b] }) => a!.method !== b!.method],
  [
    /count different gases|所计气体不同。$/u,
    ({ figures: [a, b] }) => String([...a!.gases].sort()) !== String([...b!.gases].sort()),
  ],
  [/different sets of global|所用的全球变暖潜势不同。$/u, ({ figures: [a, b] }) => a!.gwpSet !== b!.gwpSet],
  [
    / are of different periods\.|的时期不同。$/u,
    ({ figures: [a, b] }) => a!.from !== b!.from || a!.until !== b!.until,
  ],
  [
    /different bases, boundaries|口径、边界或规则不同/u,
    ({ figures: [a, b] }) => JSON.stringify(a!.conditions) !== JSON.stringify(b!.conditions),
  ],
  [
    / measure different things\.$|度量的对象不同。$/u,
    ({ figures: [a, b] }) => inBase('1', a!.unit).measures !== inBase('1', b!.unit).measures,
  ],
  [
    /are of different parties|出自不同主体/u,
    ({ figures: [a, b] }) => a!.party?.identifier !== b!.party?.identifier,
  ],
  [
    /of different versions of the record|出自记录的不同版本/u,
    ({ figures: [a, b] }) =>
      a!.source.is === 'proven' &&
      b!.source.is === 'proven' &&
      a!.key === b!.key &&
      a!.party?.id === b!.party?.id &&
      a!.source.sequence !== b!.source.sequence,
  ],
  [
    /computed from different rows|所依据的数据行不同/u,
    ({ figures: [a, b] }) =>
      goTogether(a!, b!, false) && String(a!.parts.entries.slice(1)) !== String(b!.parts.entries.slice(1)),
  ],
  [
    /is computed from …|计算依据包括/u,
    ({ figures: [a], row }) => a!.parts.entries.includes(`${row!.record}#${row!.key}`),
  ],
  [
    /It is made from|此数出自/u,
    ({ figures: [a, ...sources] }) =>
      sources.every(({ parts }) => a!.parts.entries.slice(1).includes(parts.entries[0]!)),
  ],
  [
    /computed from these rows|计算所用数据行/u,
    ({ figures: [a], facts, refs }) =>
      refs.every((ref) => {
        const item = facts.get(ref)!;
        return item.kind !== 'row' || a!.parts.entries.includes(`${item.record}#${item.key}`);
      }),
  ],
  [
    /depend on rows or figures of|依赖于/u,
    ({ figures, record }) =>
      figures.every(({ parts: { entries, sets } }) =>
        [...entries.slice(1), ...sets.map((set) => set.record)].some((name) =>
          name.startsWith(record!.record),
        ),
      ),
  ],
  [
    /these rows are improved|改进了以下数据行/u,
    ({ facts, refs }) => {
      const ofKind = (kind: string): readonly string[] => refs.filter((ref) => facts.get(ref)!.kind === kind);
      const run = facts.get(ofKind('run')[0]!) as Extract<Item, { kind: 'run' }>;
      return String([...(run.changed ?? [])].sort()) === String([...ofKind('row')].sort());
    },
  ],
  [
    /Its person accepted|使用者接受了/u,
    ({ facts, refs }) =>
      refs.every((ref) => {
        const item = facts.get(ref)!;
        return item.kind === 'candidate' && item.isAccepted;
      }),
  ],
  [
    /largest part of the uncertainty|贡献最大/u,
    ({ figures: [a], row }) => {
      const shares = a!.uncertainty!.contributions;
      const own = shares.find(({ record, key }) => record === row!.record && key === row!.key);
      return own !== undefined && shares.every(({ share }) => Number(share) <= Number(own.share));
    },
  ],
  [
    /was computed by|计算得出。$/u,
    ({ figures: [a], refs }) => a!.source.is === 'computed' && refs.includes(a!.source.run),
  ],
  [
    /is computed by …\.$|依据…计算。$/u,
    ({ figures: [a], clause }) => clause === null || clause.method === a!.method,
  ],
  [/^Per head|^人均/u, derived('per-head')],
  [/^In another unit|^换算单位后/u, derived('conversion')],
  [/^As a ratio|^作为比值/u, derived('ratio')],
  [
    /^Nothing states how sure this|^没有资料说明此数的可靠/u,
    ({ figures: [a] }) => a!.uncertainty?.low === undefined,
  ],
  [/^With its interval|^连同其区间/u, ({ figures: [a] }) => a!.uncertainty?.low !== undefined],
  [
    /not equally far|距离不等/u,
    ({ figures: [a] }) => {
      const [below, above] = [
        Math.abs(Number(a!.uncertainty?.below)),
        Math.abs(Number(a!.uncertainty?.above)),
      ];
      return Math.abs(below - above) > 0.01 * Math.max(below, above);
    },
  ],
  [
    /what … rounds to|取整后的结果/u,
    (read) => {
      const decimals = (read.given!.value.split('.')[1] ?? '').length;
      return Math.abs(Number(one(read).value) - Number(read.given!.value)) <= 0.5 * 10 ** -decimals;
    },
  ],
  [/^Found: …\.$|^找到：/u, ({ count }) => count!.count > 0],
  [/^Nothing was found|^没有找到/u, ({ count }) => count!.count === 0],
  [
    /^Found (?:in|for) |^在…中?发现/u,
    ({ refs, finding }) =>
      refs.filter((ref) => ref !== finding!.ref).every((ref) => finding!.about.includes(ref)),
  ],
  [/cannot be compared|不可比/u, ({ figures: [a, b] }) => !goTogether(a!, b!, false)],
  [
    /does not verify|未通过核验，因此/u,
    ({ figures: [a] }) => a!.source.is === 'proven' && a!.source.verdict !== 'verified',
  ],
  [/not subtracted from each|互不抵减/u, ({ figures: [a, b] }) => accountOf(a!) !== accountOf(b!)],
  [
    /Which of these bases|哪种口径/u,
    ({ figures: [a, b] }) => JSON.stringify(a!.conditions) !== JSON.stringify(b!.conditions),
  ],
  [
    /^Over time|^按时间排列/u,
    ({ figures }) => figures.every((each, at) => at === 0 || goTogether(each, figures[at - 1]!, true)),
  ],
  [
    /^The difference of|^…与…的差值为/u,
    ({ figures: [a, b, d] }) => goTogether(a!, b!, false) && isDifference(a!, b!, d!),
  ],
  [
    /^The share of|的?占比为/u,
    ({ figures: [a, b, s] }) => {
      const ratio =
        Number(amountOf(a!).over * amountOf(b!).under) / Number(amountOf(a!).under * amountOf(b!).over);
      const digit = 10 ** -(s!.value.split('.')[1] ?? '').length;
      return (
        Math.abs(100 * ratio - Number(s!.value)) <= Math.max(0.5001 * digit, 1e-9) ||
        (digit === 1 && Number(s!.value) % 10 === 0)
      );
    },
  ],
];

/** Checks what a sentence claims of its figures. */
export function checkSentence(segments: readonly Segment[], facts: Facts): void {
  const words = wordsOf(segments);
  const read = readSentence(segments, facts);
  const claims = CLAIMS.filter(([pattern]) => pattern.test(words));
  if (isComparing(words) && claims.length === 0) throw new Error(`nothing checks ${words}`);
  for (const [pattern, isTrue] of claims)
    if (!isTrue(read))
      throw new Error(`false: ${words} (${String(pattern)}) of ${JSON.stringify(read.figures, null, 1)}`);
}

/** The fixed words of a sentence, with a sign in place of each thing that it names. */
function wordsOf(segments: readonly Segment[]): string {
  let words = '';
  let last: string | null = null;
  for (const segment of segments) {
    if (segment.is !== 'text') {
      if (segment.ref !== last) words += '…';
      last = segment.ref;
    } else if (
      segment.text === ' (' ||
      segment.text === ')' ||
      segment.text === ', ' ||
      /^[（），]$/u.test(segment.text)
    )
      continue;
    else {
      words += segment.text;
      last = null;
    }
  }
  return words;
}

function readSentence(segments: readonly Segment[], facts: Facts): Read {
  const shown = segments.flatMap((segment) => (segment.is === 'text' ? [] : [segment]));
  const refs = [...new Set(shown.map(({ ref }) => ref))];
  const find = <Kind extends Item['kind']>(kind: Kind): Extract<Item, { kind: Kind }> | null =>
    (refs.map((ref) => facts.get(ref)!).find((item) => item.kind === kind) as
      | Extract<Item, { kind: Kind }>
      | undefined) ?? null;
  const order = find('order');
  const place = shown.find(
    (segment) =>
      segment.is === 'chip' && segment.part === 'place' && facts.get(segment.ref)?.kind === 'order',
  );
  const figureOf = (ref: string): FigureItem[] => {
    const item = facts.get(ref)!;
    return item.kind === 'figure' ? [item] : [];
  };
  const finding = refs.find((ref) => facts.get(ref)!.kind === 'finding');
  return {
    figures: shown.flatMap((segment) => (segment.is === 'figure' ? figureOf(segment.ref) : [])),
    given: find('given'),
    order: order === null ? null : { item: order, place: place?.is === 'chip' ? Number(place.text) : null },
    ...{
      facts,
      refs,
      row: find('row'),
      record: find('record'),
      count: find('count'),
      clause: find('clause'),
    },
    finding: finding === undefined ? null : { ref: finding, about: find('finding')!.about },
  };
}
