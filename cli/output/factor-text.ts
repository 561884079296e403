import type { Factor } from '../../client/generated/openapi.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import { quoteText } from '../../core/outside-text.ts';
import { describeUse, listFactorGases } from '../../jobs/find-factors/factor-use.ts';
import type { FoundFactors } from '../../jobs/find-factors/find-factors.ts';
import { formatCount, formatPeriod, plainText } from './text-format.ts';
import { formatFields, wrapLine } from './wrap-text.ts';

/** Returns a page of factors for people. `where` says what was searched. */
export function formatFactors({ items, next, searched, unknown }: FoundFactors, where: string): string {
  const { places, unread, grantsLeftOut } = searched;
  const notes = [
    ...(places === null
      ? []
      : [`Places: ${places.map((place) => (place === '' ? 'any' : place)).join(', ')}.`]),
    ...(unread === 0
      ? []
      : [`${formatCount(unread, 'dataset')} that was registered lately is not searched yet.`]),
    ...(grantsLeftOut
      ? ['You have grants for too many datasets: those granted first are not searched.']
      : []),
  ];
  const empty = [
    `no factors in ${where}`,
    ...unknown.map(describeUnknown),
    ...adviseOnNothing(unknown.length),
  ];
  const more = next === null ? [] : [`more: add --cursor ${plainText(next)}`];
  return [...(items.length === 0 ? empty : items.map(formatFactor)), ...notes, ...more].join('\n');
}

function describeUnknown({ word, near }: FoundFactors['unknown'][number]): string {
  return `  no factor has the word ${quoteText(word)}${near === null ? '' : `; the nearest one is ${quoteText(near)}`}`;
}

function adviseOnNothing(unknown: number): string[] {
  return unknown > 0 ? [] : ['  Leave out a word or a filter: all of them must hold.'];
}

/** Returns a factor: its value and place on the first line, below it what it is, from where, and how a run takes it. */
function formatFactor(factor: Factor): string {
  const { key, type, value, unit, from, until, title, detail, source } = factor;
  const place = typeof detail['geography'] === 'string' ? plainText(detail['geography']) : 'any place';
  const time = until === 0 ? 'any time' : formatPeriod(from, until);
  const head = `${plainText(value)} ${plainText(unit)}  ${plainText(type)}, ${place}, ${time}`;
  const fields: [string, string][] = [
    ...(title === null ? [] : [['title', quoteText(title)] as [string, string]]),
    ['what', describeMembers(factor)],
    ['source', source === null ? 'not stated' : describeSource(source)],
    ...describeOrigin(factor),
    ['key', plainText(key)],
    ['use', describeTaking(factor)],
  ];
  return [
    wrapLine(head, 4),
    ...formatFields(fields)
      .split('\n')
      .map((line) => `  ${line}`),
  ].join('\n');
}

function describeMembers({ detail }: Factor): string {
  const { gas: _gas, gases: _gases, gwpSet, geography: _geography, ...others } = detail;
  const gases = listFactorGases({ detail });
  return [
    ...Object.entries(others).map(([name, member]) => `${name} ${showMember(member)}`),
    ...(gases.length === 0 ? [] : [`of ${gases.map(plainText).join(' + ')}`]),
    ...(gwpSet === undefined ? [] : [`GWP set ${showMember(gwpSet)}`]),
  ].join(', ');
}

function showMember(member: JsonObject[string]): string {
  return Array.isArray(member) ? member.map(plainText).join(' ') : plainText(member ?? '');
}

function describeSource({ title, licence, published, url }: NonNullable<Factor['source']>): string {
  return [
    quoteText(title),
    ...(published === null ? [] : [plainText(published)]),
    ...(licence === null ? [] : [`licence ${quoteText(licence)}`]),
    ...(url === null ? [] : [plainText(url)]),
  ].join(', ');
}

function describeOrigin({ starter, record }: Factor): [string, string][] {
  if (starter !== null) {
    const secondary = starter.isSecondary ? '; only a secondary source was at hand' : '';
    return [['starter', `data/${plainText(starter.file)}, line ${starter.line}${secondary}`]];
  }
  if (record === null) return [];
  const { id, identifier, party, subject, newest, withdrawnBy } = record;
  const by = plainText(identifier ?? party);
  return [
    ['record', `${id} (${plainText(subject)} by ${by}${record.public ? '' : ', private'})`],
    ...(withdrawnBy === null ? [] : [['caution', `withdrawn by ${withdrawnBy}`] as [string, string]]),
    ...(newest === null || withdrawnBy !== null
      ? []
      : [['newer', `${newest} is the newest version`] as [string, string]]),
  ];
}

function describeTaking(factor: Factor): string {
  const use = describeUse(factor);
  if (use === null) return 'this program does not know the row type';
  const rows = `rows with ${use.member} ${plainText(use.value)} take it`;
  return `ledger compute <method> <rows> ${plainText(use.input)}; ${rows}`;
}
