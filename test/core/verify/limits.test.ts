import { describe, expect, it } from 'vitest';
import {
  type Bundle,
  MAX_BUNDLE_RECORDS,
  formatBundle,
  normaliseBundle,
  parseBundle,
} from '../../../core/proofs/bundle.ts';
import { buildBundle, showHead, showRecord } from '../../helpers/bundle-builder.ts';
import { createLedger, named, registerParty, sealBatch } from '../../helpers/memory-ledger.ts';
import { TEST_DOMAIN } from '../../helpers/registry.ts';
import { signRecord } from '../../helpers/signed-record.ts';
import { resultsOf, showStory, tellStory, troubles, verifyStory } from './story.ts';

const relaxed = { require: [], keys: [], replays: { parties: [], quorum: 0 } };

describe('A verification', () => {
  it('of the maximum number of records, all answers, and thousands of heads ends with a result for each', async () => {
    const story = tellStory();
    const ledger = createLedger();
    const company = registerParty(ledger, 'urn:company', 'company');
    const auditor = registerParty(ledger, 'urn:auditor', 'auditor');
    const subject = signRecord({ by: company, kind: 'result', subject: 'inventory' });
    const answers = Array.from({ length: MAX_BUNDLE_RECORDS - 1 }, (_, index) =>
      signRecord({ by: auditor, kind: 'assurance', answers: subject, statement: { index } }),
    );
    sealBatch(ledger, [subject, ...answers]);
    const shown = [subject, ...answers].map((record) => showRecord(ledger, record));
    const bundle = {
      ...buildBundle(shown),
      heads: Array.from({ length: 3000 }, (_, index) => ({
        ...showHead(ledger, answers[0]!, 1),
        ...(index === 0 ? {} : { subject: `other/${index}` }),
      })),
    };
    const verification = await verifyStory({ ...story, ledger }, { bundle, policy: relaxed });
    expect(verification.checks.length).toBeGreaterThan(8 * MAX_BUNDLE_RECORDS);
    expect(resultsOf(verification, 'signature').every(({ result }) => result === 'pass')).toBe(true);
    expect(new Set(resultsOf(verification, 'currentness').map(({ code }) => code))).toContain('not-head');
  }, 60_000);

  it('of more evidence than it follows skips the checks that depend on it, with the verdict unchecked', async () => {
    const story = tellStory();
    const bundle = showStory(story);
    const windows = Array.from({ length: 5000 }, (_, index) => ({ ...bundle.windows[0]!, index }));
    const verification = await verifyStory(story, { bundle: { ...bundle, windows } });
    expect(troubles(verification)).toEqual(
      expect.arrayContaining([
        'format skipped over-limit',
        'currentness skipped over-limit',
        'order skipped over-limit',
      ]),
    );
    expect(verification.verdict).toBe('unchecked');
  });

  it.each([
    ['signatures', { signatures: 6 }, ['order skipped over-limit']],
    ['signatures', { signatures: 0 }, ['signature skipped over-limit', 'authority skipped over-limit']],
    ['hashes', { hashes: 3 }, ['entries skipped over-limit', 'currentness skipped over-limit']],
  ])(
    'of more %s than %o skips the checks that need them, with the verdict unchecked',
    async (_, limits, skipped) => {
      const verification = await verifyStory(tellStory(), { limits });
      expect(troubles(verification)).toEqual(expect.arrayContaining(skipped));
      expect(verification.verdict).toBe('unchecked');
    },
  );

  it('counts a signature once, though two checks recover its key', async () => {
    const { verdict } = await verifyStory(tellStory(), { limits: { signatures: 7 } });
    expect(verdict).toBe('verified');
  });

  it('of state proofs, which this version does not read, has the verdict unchecked', async () => {
    const story = tellStory();
    const stateProofs = [{ block: '0x', address: TEST_DOMAIN.ledger, accountProof: [], storage: [] }];
    const verification = await verifyStory(story, { bundle: { ...showStory(story), stateProofs } });
    expect(troubles(verification)).toContain('anchor skipped state-proofs-not-read');
    expect(verification.verdict).toBe('unchecked');
  });
});

describe('A proof file', () => {
  it('parsed and formatted again is the same text', () => {
    const bundle = showStory(tellStory());
    const file = new TextEncoder().encode(formatBundle(bundle));
    expect(formatBundle(parseBundle(file))).toBe(new TextDecoder().decode(file));
  });

  const text = (): string => formatBundle(showStory(tellStory()));
  const sorted = JSON.stringify;
  it.each([
    ['a line end after it', () => `${text()}\n`, /ends with a line end/],
    ['spaces after it', () => `${text()}  `, /ends with a line end or spaces/],
    ['line breaks between values', () => sorted(JSON.parse(text()), null, 2), /is pretty-printed/],
    ['one space', () => text().replace('":', '": '), /is pretty-printed/],
    [
      'an escape that is not needed',
      () => text().replace('"chainId"', '"\\u0063hainId"'),
      /is not in canonical form/,
    ],
    [
      'members in another order',
      () => sorted(Object.fromEntries(Object.entries(JSON.parse(text()) as object).reverse())),
      /is not in canonical form/,
    ],
  ])('with %s says so, and normalised it is the file that was written', (_, change, message) => {
    const file = new TextEncoder().encode(change());
    expect(() => parseBundle(file)).toThrow(expect.objectContaining({ code: 'json-not-canonical' }));
    expect(() => parseBundle(file)).toThrow(message);
    expect(() => parseBundle(file)).toThrow('ledger proof normalise');
    expect(normaliseBundle(file)).toBe(text());
  });

  it.each([
    [
      'more than 1,024 records',
      (bundle: Bundle) => ({ ...bundle, records: Array(1025).fill(bundle.records[0]) }),
    ],
    ['no records', (bundle: Bundle) => ({ ...bundle, records: [] })],
    [
      'a tree proof of more than 31 siblings',
      (bundle: Bundle) => ({
        ...bundle,
        history: [
          {
            ...bundle.history[0]!,
            inclusion: { ...bundle.history[0]!.inclusion, proof: Array(32).fill(named('x')) },
          },
        ],
      }),
    ],
    [
      'a map proof of more than 256 siblings',
      (bundle: Bundle) => ({
        ...bundle,
        heads: [{ ...bundle.heads[0]!, siblings: Array(257).fill(named('x')) }],
      }),
    ],
  ])('is not formatted with %s', (_, change) => {
    const bundle = change(showStory(tellStory()));
    expect(() => formatBundle(bundle)).toThrow(expect.objectContaining({ code: 'bundle-limit' }));
  });

  it.each([
    'records',
    'history',
    'heads',
    'parties',
    'windows',
    'stateProofs',
    'format',
    'chainId',
    'ledger',
  ])('is not formatted without its member %s', (name) => {
    const { [name as keyof Bundle]: _, ...rest } = showStory(tellStory());
    expect(() => formatBundle(rest as Bundle)).toThrow(`${name}: required, but missing`);
  });

  it('is not formatted with siblings where all entries are shown', () => {
    const bundle = showStory(tellStory());
    const entries = { ...bundle.records[0]!.entries, all: true };
    const records = [{ ...bundle.records[0]!, entries }];
    expect(() => formatBundle({ ...bundle, records })).toThrow(
      expect.objectContaining({ code: 'wrong-type' }),
    );
  });
});
