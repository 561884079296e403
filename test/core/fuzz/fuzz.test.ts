import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openRpcReader } from '../../../chain/rpc-reader.ts';
import { openReleasedEngine } from '../../../client/policies/released-engines.ts';
import { BUNDLE_JSON, formatJson, type Json, type JsonObject } from '../../../core/encoding/json.ts';
import { recoverByNoble, recoverOnce } from '../../../core/hashing/signature.ts';
import { type Bundle, formatBundle, parseBundle } from '../../../core/proofs/bundle.ts';
import { parsePolicy } from '../../../core/verify/policy.ts';
import { verifyBundle, type VerifyOptions } from '../../../core/verify/verify.ts';
import { readFacts } from '../../helpers/memory-ledger.ts';
import {
  goldenPath,
  listGolden,
  RECORDED,
  readGolden,
  type RecordedChain,
  startRecordedChain,
} from '../../golden-files/recorded.ts';
import { showStory, strictPolicy, tellStory } from '../verify/story.ts';
import { classify, gatherFacts, HARMLESS, type HarmlessClass } from './harmless.ts';
import { mutateProof, openPick } from './mutate-proof.ts';

const { seed: newSeed, numRuns } = inject('properties');
const IS_LONG = numRuns > 100;
/** Each long run has other mutants; the short one has the same, so that it never fails by chance. */
const seed = IS_LONG ? newSeed : 1;
/** Mutants of all proof files together. */
const MUTANTS = IS_LONG ? 100_000 : 2_000;
/** Milliseconds of processor time that the verification of one mutant may take. */
const MOST_TIME = 2_000;
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Proof files of one ledger, with what their verification needs. */
interface Family {
  readonly texts: readonly string[];
  readonly options: VerifyOptions;
}

const recover = recoverOnce(recoverByNoble);
const chains: RecordedChain[] = [];
const families: Family[] = [];

function openStory(): Family {
  const story = tellStory();
  const { ledger } = story;
  const policy = strictPolicy(story, { require: [], keys: [], replays: { parties: [], quorum: 0 } });
  const options = { policy, reader: readFacts(ledger.facts), now: ledger.facts.vouched.time + 60, recover };
  return { texts: [formatBundle(showStory(story))], options };
}

async function openGolden(version: string): Promise<Family> {
  const chain = await startRecordedChain(version);
  chains.push(chain);
  const policy = parsePolicy(readFileSync(goldenPath(version, 'home/policy.json')));
  const { chainId, ledger, finality } = policy;
  const { recordedAt } = readGolden(version, 'made-from.json') as { recordedAt: string };
  const names = ['home/example', 'proofs'].flatMap((folder) =>
    listGolden(version, folder, '.carbon-proof.json'),
  );
  return {
    texts: names
      .filter((name) => !name.includes('tampered'))
      .map((name) => readFileSync(goldenPath(version, `${name}.carbon-proof.json`), 'utf8')),
    options: {
      policy,
      reader: openRpcReader({ urls: [chain.url], quorum: 1, finality, chainId, ledger }),
      now: Math.floor(Date.parse(recordedAt) / 1000),
      recover,
      openEngine: openReleasedEngine,
    },
  };
}

beforeAll(async () => {
  families.push(openStory());
  for (const version of RECORDED) families.push(await openGolden(version));
});
afterAll(async () => {
  for (const chain of chains) await chain.stop();
});

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

describe('Mutants of all proof files', () => {
  it('begin from files that are verified', async () => {
    for (const { texts, options } of families)
      for (const text of texts) expect((await verifyTimed(text, options)).verdict).toBe('verified');
  });

  it(
    `(${MUTANTS}) never throw, take little time, and are verified only if all changes are harmless`,
    async () => {
      const pick = openPick(seed);
      const seen = new Map<HarmlessClass, number>();
      const all = families.flatMap(({ texts, options }) => {
        const bundles = texts.map((text) => parseBundle(encode(text)));
        const others = texts.map((text) => JSON.parse(text) as JsonObject);
        return texts.map((text, index) => ({
          text,
          options,
          others,
          bundle: bundles[index]!,
          facts: gatherFacts(bundles),
        }));
      });
      for (let turn = 0; turn < MUTANTS; turn++) {
        const { text, options, others, bundle, facts } = all[turn % all.length]!;
        const mutant = mutateProof(text, others, writeAny, pick);
        const told = `seed ${seed}, mutant ${turn}: ${mutant.changes.join(', ')}`;
        const { verdict, cpu } = await verifyTimed(mutant.text, options);
        expect(cpu, told).toBeLessThan(MOST_TIME);
        if (verdict !== 'verified') continue;
        const classes = classify(parseBundle(encode(mutant.text)), bundle, facts);
        expect(classes, told).not.toBeNull();
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
