import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { digestEngine } from '../../jobs/engines/engine-files.ts';
import { formatHex } from '../../core/encoding/hex.ts';
import { formatBundle } from '../../core/proofs/bundle.ts';
import { parsePolicy, type Policy } from '../../core/verify/policy.ts';
import { defaultPolicy } from '../core/verify/market.ts';
import { engineVersion } from '../../engine/version.ts';
import { buildEngine } from '../../scripts/engine-digest.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { YEAR_2023 } from '../engine/dataset.ts';
import { makeTrade } from '../helpers/trade-documents.ts';
import { COMPANY_INPUTS, makeResult, saltNone } from '../helpers/reperformed-result.ts';
import { proofPath, readRecorded } from '../recorded-home/recorded.ts';
import { verifyProof, type VerifyProofOptions } from '../../library/verify.ts';

const FILE = readFileSync(proofPath('disclosure'));
const TEXT = readRecorded('home/policy.json').toString();
const POLICY: Policy = parsePolicy(TEXT);

const verify = (file: unknown, options: unknown): ReturnType<typeof verifyProof> =>
  verifyProof(file as Uint8Array, options as VerifyProofOptions);

describe('verifyProof', () => {
  it('takes a policy as text, bytes or value, and gives the file with what it says', async () => {
    for (const policy of [TEXT, new TextEncoder().encode(TEXT), POLICY]) {
      const { verdict, proof, shownFigures } = await verify(FILE, { policy, endpoints: [] });
      expect({ verdict, title: proof?.records[0].statement['title'], shownFigures }).toEqual({
        verdict: 'unchecked',
        shownFigures: 3,
        title: 'Disclosure 2023',
      });
    }
  });

  it.each([
    ['a path', 'disclosure.carbon-proof.json'],
    ['the text of a file', FILE.toString()],
    ['a parsed file', JSON.parse(FILE.toString())],
    ['nothing', undefined],
  ])('does not judge %s in place of bytes, but throws', async (_, file) => {
    await expect(verify(file, { policy: POLICY })).rejects.toMatchObject({
      code: 'wrong-type',
      path: 'file',
      message: expect.stringContaining('pass its bytes unchanged'),
    });
  });

  it.each([
    ['no options', undefined, 'wrong-type', 'expected a policy, got undefined'],
    ['no policy', {}, 'wrong-type', 'expected a policy, got undefined'],
    ['the path of a policy', { policy: 'policy.json' }, 'json-syntax', 'read the file first'],
    [
      'one URL in place of a list',
      { policy: POLICY, endpoints: 'http://127.0.0.1' },
      'wrong-type',
      'expected a list of URLs',
    ],
    [
      'a host in place of a URL',
      { policy: POLICY, endpoints: ['node.example'] },
      'wrong-type',
      'http or https URL of a node',
    ],
    [
      'fewer endpoints than the quorum',
      { policy: { ...POLICY, rpc: { urls: ['http://127.0.0.1'], quorum: 2 } } },
      'uint-range',
      'asks for 2 equal answers: name more endpoints than 1',
    ],
  ])('says what to do about %s', async (_, options, code, message) => {
    await expect(verify(FILE, options)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('computes results again from files of rows beside the proof file', async () => {
    const engine = readFileSync(
      fileURLToPath(new URL(`../../engines/${engineVersion}.mjs`, import.meta.url)),
    );
    const digest = digestEngine(engine);
    const { bundle } = makeResult(digest, { shown: [] });
    const file = new TextEncoder().encode(formatBundle(bundle));
    const policy = defaultPolicy({ newest: 'not-asked', engines: [digest] });
    const rows = COMPANY_INPUTS.map(({ entries }) => {
      const lines = saltNone(entries).map((entry) => `${JSON.stringify(entry)}\n`);
      return new TextEncoder().encode(lines.join(''));
    });
    const codeWith = async (...given: readonly unknown[]): Promise<string | undefined> => {
      const { checks } = await verify(file, { policy, endpoints: [], engines: [engine], rows: given });
      return checks.find(({ check }) => check === 'reperformance')?.code;
    };
    expect(await codeWith()).toBe('inputs-not-shown');
    expect(await codeWith(rows[0], new Blob([rows[1]!]).stream())).toBe('ok');
    await expect(codeWith(new TextEncoder().encode('{'))).rejects.toMatchObject({
      code: 'json-syntax',
      message: expect.stringContaining('rows[0], line 1'),
    });
  });

  it('computes results again from documents beside the proof file, in one piece or as blobs', async () => {
    const { bytes: engine, digest } = await buildEngine();
    const table = makeTrade(['CN', 'DE'], 2);
    const { bundle } = makeResult(
      digest as Hex,
      {},
      {
        method: 'trade@1',
        parameters: { period: YEAR_2023, rounding: { mode: 'half-even', digits: 9 } },
        activity: table.entries.slice(0, 1),
        factors: table.entries.slice(1),
        documents: await Promise.all(table.documents.map(({ read }) => read())),
      },
    );
    const file = new TextEncoder().encode(formatBundle(bundle));
    const policy = defaultPolicy({ newest: 'not-asked', engines: [digest as Hex] });
    const codeWith = async (documents?: readonly unknown[]): Promise<string | undefined> => {
      const { checks } = await verify(file, { policy, endpoints: [], engines: [engine], documents });
      return checks.find(({ check }) => check === 'reperformance')?.code;
    };
    const [z, y, f] = table.documents.map(({ bytes }) => bytes);
    expect(await codeWith()).toBe('inputs-not-shown');
    expect(await codeWith([z, f])).toBe('inputs-not-shown');
    expect(await codeWith([new Blob([Buffer.from(z!)]), f, y])).toBe('ok');
    await expect(codeWith(['z.mtx'])).rejects.toMatchObject({
      code: 'wrong-type',
      message: expect.stringContaining('documents[0]'),
    });
  });

  it('judges as of a past time, and throws for one in the future', async () => {
    const options = { policy: POLICY, endpoints: [], now: 2_000_000_000 };
    expect((await verify(FILE, options)).at).toBe(null);
    const then = await verify(FILE, { ...options, at: 1_700_000_000 });
    expect(then).toMatchObject({ verdict: 'not-verified', at: 1_700_000_000 });
    expect(then.checks.find(({ result }) => result === 'fail')).toMatchObject({
      check: 'anchor',
      code: 'anchored-later',
    });
    await expect(verify(FILE, { ...options, at: 2_000_000_001 })).rejects.toMatchObject({
      code: 'uint-range',
      path: 'at',
    });
  });

  it('is not verified, and has no party, for bytes of another file', async () => {
    const bytes = new TextEncoder().encode(formatHex(new Uint8Array(4)));
    expect(await verify(bytes, { policy: POLICY, endpoints: [] })).toMatchObject({
      verdict: 'not-verified',
      party: null,
      proof: null,
    });
  });
});
