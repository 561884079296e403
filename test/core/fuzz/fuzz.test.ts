import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { BUNDLE_JSON, formatJson, type Json, type JsonObject } from '../../../core/encoding/json.ts';
import { type Bundle, parseBundle } from '../../../core/proofs/bundle.ts';
import { verifyBundle, type VerifyOptions } from '../../../core/verify/verify.ts';
import { type RecordedChain, startRecordedChain } from '../../recorded-home/recorded.ts';
import { showStory, tellStory } from '../verify/story.ts';
import { type Family, openMemoryFamilies, openRecordedFamily } from './families.ts';
import { classify, gatherFacts, HARMLESS, type HarmlessClass, isEnough } from './harmless.ts';
import { mutateProof, openPick } from './mutate-proof.ts';
import { IS_LONG } from '../../helpers/long.ts';

const { seed: newSeed } = inject('properties');
/** Each long run has other mutants; the short one has the same, so that it never fails by chance. */
const seed = IS_LONG ? newSeed : 1;
/** Mutants of all files together. 100,000 take about four minutes of one processor. */
const MUTANTS = IS_LONG ? 100_000 : 1_000;
/** Characters of the files that a short run changes. Larger files have more rows of the same kinds. */
const LONGEST = IS_LONG ? Infinity : 100_000;
/** Milliseconds of processor time that the verification of one mutant may take. */
const MOST_TIME = 2_000;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

let chain: RecordedChain;
let families: readonly Family[] = [];

beforeAll(async () => {
  chain = await startRecordedChain();
  families = [...openMemoryFamilies(), openRecordedFamily(chain)];
});
afterAll(() => chain.stop());

/** JSON of any value, also of one that the ledger does not allow. */
function writeAny(value: Json): string {
  try {
    return formatJson(value, BUNDLE_JSON);
  } catch {
    return JSON.stringify(value);
  }
}

async function verifyTimed(text: string, options: VerifyOptions): Promise<{ verdict: string; cpu: number }> {
  const before = process.cpuUsage();
  const { verdict } = await verifyBundle(encode(text), options);
  const { user, system } = process.cpuUsage(before);
  return { verdict, cpu: (user + system) / 1000 };
}

/** A file that is changed, with what the files of its ledger claim. */
interface Original {
  readonly family: Family;
  readonly text: string;
  readonly others: readonly JsonObject[];
  readonly bundle: Bundle;
  readonly facts: ReadonlySet<string>;
}

function listOriginals(family: Family): Original[] {
  const known = [...family.texts, ...family.others];
  const facts = gatherFacts(known.map((text) => parseBundle(encode(text))));
  const others = known.map((text) => JSON.parse(text) as JsonObject);
  return family.texts.map((text) => ({ family, text, others, bundle: parseBundle(encode(text)), facts }));
}

describe('Mutants of proof files', () => {
  it('begin from files with the verdict that is stated', async () => {
    for (const { name, texts, options, verdict } of families) {
      expect(texts.length, name).toBeGreaterThan(0);
      for (const text of texts) expect((await verifyTimed(text, options)).verdict, name).toBe(verdict);
    }
  });

  it(
    `(${MUTANTS}) never throw, take little time, and are verified only if all changes are harmless`,
    async () => {
      const pick = openPick(seed);
      const seen = new Map<HarmlessClass, number>();
      const originals = families.flatMap(listOriginals).filter(({ text }) => text.length <= LONGEST);
      for (let turn = 0; turn < MUTANTS; turn++) {
        const { family, text, others, bundle, facts } = originals[turn % originals.length]!;
        const mutant = mutateProof(text, others, writeAny, pick);
        const told = `seed ${seed}, mutant ${turn} of ${family.name}: ${mutant.changes.join(', ')}`;
        const { verdict, cpu } = await verifyTimed(mutant.text, family.options);
        expect(cpu, told).toBeLessThan(MOST_TIME);
        if (verdict !== 'verified') continue;
        const classes = classify(parseBundle(encode(mutant.text)), bundle, facts);
        expect(classes, told).not.toBeNull();
        if (family.verdict !== 'verified')
          expect(isEnough(classes!), `${told}: ${String(classes)}`).toBe(true);
        for (const name of classes!) seen.set(name, (seen.get(name) ?? 0) + 1);
      }
      expect(Object.keys(HARMLESS)).toEqual(expect.arrayContaining([...seen.keys()]));
      // Without these the mutations would be too weak to find anything.
      expect([...seen.keys()]).toEqual(expect.arrayContaining(['left-out', 'reordered', 'true-addition']));
    },
    IS_LONG ? 3_600_000 : 120_000,
  );
});

describe('A mutant that is verified', () => {
  it('is in no class where it claims what no proof file of the ledger claims', () => {
    const bundle = showStory(tellStory());
    const facts = gatherFacts([bundle]);
    const forge = (change: (copy: Bundle) => void): HarmlessClass[] | null => {
      const copy = structuredClone(bundle);
      change(copy);
      return classify(copy, bundle, facts);
    };
    expect(forge(() => {})).toEqual(['unchanged']);
    expect(forge(({ records }) => records.reverse())).toEqual(['another-subject']);
    expect(forge(({ heads }) => heads.reverse())).toEqual(['reordered']);
    expect(forge(({ heads }) => heads.pop())).toEqual(['left-out']);
    expect(forge(({ heads }) => (heads[0]!.next = null))).toEqual(['left-out']);
    expect(forge(({ records }) => (records[0]!.anchor.block += 1))).toEqual(['hint']);
    expect(forge(({ records }) => (records[0]!.entries.shown[0]!.value = '99'))).toBeNull();
    expect(forge(({ records }) => (records[0]!.statement = { title: 'x' }))).toBeNull();
    expect(forge(({ records }) => (records[0]!.anchor.anchoredAt += 1))).toBeNull();
    expect(forge(({ heads }) => (heads[0]!.head!.sequence += 1))).toBeNull();
    expect(forge(({ windows }) => (windows[0]!.from += 1))).toBeNull();
    expect(forge(({ records }) => (records[0]!.entries.absent[0]!.key = 'total'))).toBeNull();
    expect(forge(({ records }) => (records[0]!.entries.absent[0]!.key = 'other'))).toEqual([
      'absent-key',
      'left-out',
    ]);
  });
});
