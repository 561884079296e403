import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bundle, formatBundle } from '../../../core/proofs/bundle.ts';
import { showStory, tellStory, verifyStory } from './story.ts';

/** The place of a value in a text of JSON. */
interface Span {
  readonly path: string;
  readonly from: number;
  readonly until: number;
}

/** Returns the place of each string, number, true, false and null in the text of a proof file, but not of the members' names. */
function findValues(value: unknown, path = '', from = 0): { spans: Span[]; until: number } {
  const text = JSON.stringify(value);
  if (typeof value !== 'object' || value === null)
    return { spans: [{ path, from, until: from + text.length }], until: from + text.length };
  const spans: Span[] = [];
  let at = from + 1;
  const members = Array.isArray(value)
    ? value.entries()
    : Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, member] of members) {
    const start = at + (Array.isArray(value) ? 0 : JSON.stringify(name).length + 1);
    const found = findValues(member, `${path}.${name}`, start);
    spans.push(...found.spans);
    at = found.until + 1;
  }
  return { spans, until: Math.max(at, from + 2) };
}

const DIGITS = '0123456789abcdef';

/** Returns another byte of the same sort: a digit for a digit, a letter for a letter. */
function otherByte(byte: number, choice: number): number {
  const letter = String.fromCharCode(byte);
  const place = DIGITS.indexOf(letter);
  const range = place < 0 ? 'ghijklmnop' : place < 10 ? DIGITS.slice(0, 10) : DIGITS.slice(10);
  const others = Array.from(range).filter((other) => other !== letter);
  return others[choice % others.length]!.charCodeAt(0);
}

const story = tellStory();
const bundle: Bundle = showStory(story);
const file = new TextEncoder().encode(formatBundle(bundle));
const { spans, until } = findValues(bundle);
/** Another key on the same path is absent as well: its proof is not forged, and the claim is still true. */
const isAbsentKey = (path: string): boolean => /\.absent\.\d+\.key$/.test(path);
const presentKeys = story.records.second.submission.entries!.map(({ key }) => key);
const isHint = (path: string): boolean => /\.anchor\.(transaction|block|blockHash)$/.test(path);

describe('A proof file with one byte changed', () => {
  it('is tested value by value, to the last byte', () => {
    expect(until).toBe(file.length);
    expect(spans.length).toBeGreaterThan(300);
    expect(spans.filter(({ path }) => isHint(path))).toHaveLength(3 * 15);
  });

  const sample = fc.sample(fc.tuple(fc.nat(), fc.nat()), {
    ...fc.readConfigureGlobal(),
    numRuns: spans.length,
  } as fc.Parameters<[number, number]>);

  it.each(spans.map((span, index) => [span.path, span, sample[index]!] as const))(
    'in %s is not verified, unless the change affects a hint or a claim that is still true',
    async (path, { from, until: end }, [place, choice]) => {
      const quoted = file[from] === '"'.charCodeAt(0);
      const [first, last] = quoted ? [from + 1, end - 1] : [from, end];
      const at = first === last ? from : first + (place % (last - first));
      const changed = file.with(at, otherByte(file[at]!, choice));
      const { verdict, checks } = await verifyStory(story, { file: changed, hints: true });
      const isReported = checks.some(({ code }) => code === 'hint-differs');
      if (isHint(path) && checks[0]!.result === 'pass') {
        expect([verdict, isReported]).toEqual(['verified', true]);
      } else if (isAbsentKey(path) && verdict === 'verified') {
        const claimed = new TextDecoder().decode(changed.subarray(from + 1, end - 1));
        expect(presentKeys).not.toContain(claimed);
      } else expect(verdict, `byte ${at}`).toBe('not-verified');
    },
  );
});
