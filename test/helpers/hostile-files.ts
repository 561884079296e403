import { BUNDLE_JSON } from '../../core/encoding/json.ts';
import { BUNDLE_FORMAT } from '../../core/proofs/bundle.ts';

const HASH = `0x${'11'.repeat(32)}`;
const ZERO = `0x${'00'.repeat(32)}`;
const LEDGER = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
const HEAD = `{"chainId":1,"format":"${BUNDLE_FORMAT}","heads":[],"history":[],"ledger":"${LEDGER}","parties":[],"records":[`;
const TAIL = '],"stateProofs":[],"windows":[]}';

/** Returns a proof file with one value as often in `records` as 16 MiB allow, or as often as `count` says. */
function repeat(value: string, count = Infinity): string {
  const length = Buffer.byteLength(value) + 1;
  const room = BUNDLE_JSON.bytes - HEAD.length - TAIL.length;
  const times = Math.min(count, Math.floor(room / length));
  return HEAD + `${value},`.repeat(times - 1) + value + TAIL;
}

/** Fills a text with spaces up to 16 MiB, before its last byte. */
function pad(text: string): string {
  return text.slice(0, -1) + ' '.repeat(BUNDLE_JSON.bytes - Buffer.byteLength(text)) + text.slice(-1);
}

/** A proof file of 16 MiB in canonical form with one record of 100,000 entries, which follows the schema. */
function showEntries(count: number): string {
  const entries = Array.from(
    { length: count },
    (_, index) =>
      `{"detail":null,"from":0,"key":"k${index}","salt":"${HASH}","siblings":null,"unit":"","until":0,"value":null}`,
  );
  const record = [
    `{"anchor":{"anchoredAt":1,"block":1,"blockHash":"${HASH}","transaction":"${HASH}"}`,
    `"entries":{"absent":[],"all":true,"shown":[${entries.join(',')}]},"id":"${HASH}"`,
    `"inclusion":{"header":{"heads":"${HASH}","number":1,"previous":"${ZERO}","recordCount":1,"records":"${HASH}","sealedAt":1},"proof":[]}`,
    `"record":{"entries":"${HASH}","kind":1,"party":"${HASH}","previous":"${ZERO}","sequence":1,"sources":[],"statement":"${HASH}","subject":"a"}`,
    `"signature":"0x${'11'.repeat(65)}","statement":{}}`,
  ];
  return HEAD + record.join(',') + TAIL;
}

const VALUES = 1 << 20;
const nest = (open: string, close: string): string => open.repeat(29) + close.repeat(29);

/** Files of up to 16 MiB that are refused, each of a shape that is costly in another way. */
export const HOSTILE_FILES: Readonly<Record<string, () => string>> = {
  'lists in lists, 29 deep': () => repeat(nest('[', ']')),
  'lists in lists, as many as are allowed': () => pad(repeat(nest('[', ']'), VALUES / 30 - 1)),
  'objects in objects, as many as are allowed': () =>
    pad(repeat(nest('{"a":', '}').replace('}', '1}'), VALUES / 32)),
  'empty objects': () => repeat('{}'),
  'empty lists': () => repeat('[]'),
  'empty texts': () => repeat('""'),
  numbers: () => repeat('1'),
  'numbers, as many as are allowed': () => repeat('1111111111111', VALUES - 20),
  'a million members': () =>
    `{${Array.from({ length: 1_200_000 }, (_, index) => `"k${index}":1`).join(',')}}`,
  'texts of escapes': () => repeat(`"${String.raw`\"`.repeat(500_000)}"`),
  'texts outside Latin-1': () => repeat(`"${'ā'.repeat(500_000)}"`),
  'one long text': () => repeat(`"${'a'.repeat(BUNDLE_JSON.bytes - HEAD.length - TAIL.length - 3)}"`),
  'lists without an end': () => '['.repeat(BUNDLE_JSON.bytes),
  'line ends': () => '\n'.repeat(BUNDLE_JSON.bytes),
  '100,000 entries and a line end': () => `${showEntries(100_000)}\n`,
  '80,000 entries, pretty-printed': () => pad(showEntries(80_000)),
};
