import { quoteText } from '../../core/outside-text.ts';
import { parseAmount } from '../../engine/quantities/decimal.ts';
import type { FoundOffers, Offer, OfferedGap } from '../../jobs/compute/offers.ts';
import { formatPeriod, plainText } from './text-format.ts';

/** Returns what a run lacks, and what exists for it, for people. */
export function formatOffers({ gaps, refusal }: FoundOffers): string {
  if (gaps.every(({ offers }) => offers.length === 0))
    return 'Nothing in the inputs or the starter data gives it: ledger factor search looks for more.';
  const first = gaps.flatMap(({ offers }) => (offers[0] === undefined ? [] : [offers[0]]));
  return [
    'The run lacks:',
    ...gaps.flatMap(formatGap),
    'Each is taken by its name; its proxy is then declared, with the reason. The first of each:',
    `  ${first.map(({ name }) => `--take ${quoteForShell(name)}`).join(' \\\n  ')}`,
    ...(refusal === null
      ? []
      : [`Even then the run is refused (${refusal.code}): ${plainText(refusal.message)}`]),
  ].join('\n');
}

function formatGap({ what, key, offers }: OfferedGap): string[] {
  const head = `  ${plainText(what)}, for ${plainText(key)}`;
  return offers.length === 0 ? [`${head}: nothing was found`] : [head, ...offers.flatMap(formatOffer)];
}

function formatOffer({ name, factor, proxy, set, effect }: Offer): string[] {
  const { value, unit, title, source, from, until, detail } = factor;
  const place = typeof detail['geography'] === 'string' ? detail['geography'] : 'any place';
  const time = until === 0 ? 'any time' : formatPeriod(from, until);
  const words = [
    `${plainText(value)} ${plainText(unit)}`,
    ...(title === null ? [] : [quoteText(title)]),
    plainText(place),
    time,
    ...(source === null ? [] : [quoteText(source.title)]),
  ];
  const how = [
    ...(proxy === null ? [] : ['as a proxy']),
    ...Object.entries(set).map(([path, text]) => `sets ${path} to ${plainText(text)}`),
    ...(effect === null ? [] : [describeEffect(effect)]),
  ];
  return [
    `    ${plainText(name)}`,
    `      ${words.join(', ')}`,
    ...(how.length === 0 ? [] : [`      ${how.join('; ')}`]),
  ];
}

function describeEffect({ figure, value, unit, change }: NonNullable<Offer['effect']>): string {
  const amount = parseAmount(change);
  const sign = amount.isNegative() || amount.isZero() ? '' : '+';
  const differs = amount.isZero() ? '' : `, ${sign}${change} against the first`;
  return `${plainText(figure)} ${value} ${unit}${differs}`;
}

/** Names of keys have characters that a shell reads otherwise, such as brackets. */
function quoteForShell(name: string): string {
  return /^[\w./#:@%+-]+$/.test(name) ? name : `'${plainText(name).replaceAll("'", `'\\''`)}'`;
}
