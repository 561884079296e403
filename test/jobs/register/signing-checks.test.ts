import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../client/http/api-error.ts';
import type { Api } from '../../../client/http/api.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { MAX_UINT } from '../../../core/encoding/schema.ts';
import { formatTime } from '../../../core/encoding/time.ts';
import { hashParty } from '../../../core/parties/identifier.ts';
import type { AskPort } from '../../../jobs/ports.ts';
import { type Draft, idOfDraft, signDraft } from '../../../jobs/register/draft.ts';
import { draftRecord } from '../../../jobs/register/draft-record.ts';
import { checkKey, findRegistration, judgeKey } from '../../../jobs/register/signing-checks.ts';
import { makeKey, TEST_DOMAIN } from '../../helpers/registry.ts';

const [OWN, OTHER] = [makeKey('own'), makeKey('other')];
const PARTY: Hex = hashParty('test:company');
const window = (key: string, from: number, until = MAX_UINT) => ({ key, from, until });
const judge = (keys: ReturnType<typeof window>[] | null, now = 100) =>
  judgeKey(keys === null ? null : { keys }, { address: OWN.address, party: PARTY, now });

describe('a key that signs', () => {
  it('is valid from the beginning of its open window on', () => {
    const valid = { keyState: 'valid', validFrom: null, unchecked: null };
    expect(judge([window(OWN.address, 100)])).toEqual(valid);
    expect(
      judge([window(OTHER.address, 1, 50), window(OWN.address, 1, 50), window(OWN.address, 60)]),
    ).toEqual(valid);
  });

  it('that was added and is not valid yet is named with its time', () => {
    expect(judge([window(OWN.address, 101)])).toEqual({ keyState: 'later', validFrom: 101, unchecked: null });
  });

  it.each([
    ['of a party that is not registered', null, /is not in the registry$/],
    ['of nobody', [], /is not a key of the party/],
    ['of others', [window(OTHER.address, 1)], /is not a key of the party/],
    [
      'that was closed',
      [window(OWN.address, 1, 10), window(OWN.address, 20, 60)],
      new RegExp(`was closed at ${formatTime(60)}$`),
    ],
  ])('%s is refused', (_, keys, why) => {
    expect(judge(keys)).toEqual({ refused: expect.stringMatching(why) });
  });

  it('is not checked where no server says anything', async () => {
    const key = { address: OWN.address, domain: TEST_DOMAIN, party: PARTY, now: 1 };
    expect(await checkKey(key, () => Promise.resolve({ unasked: 'no server' }))).toEqual({
      ...{ keyState: 'unchecked', validFrom: null, unchecked: 'no server' },
    });
  });
});

describe('a record file before it is signed', async () => {
  const draft = await draftRecord(
    {
      ...{ party: PARTY, kind: 'dataset', subject: 'activity/2024' },
      statement: { title: '', period: '', standard: '' },
    },
    {
      readDomain: () => Promise.resolve(TEST_DOMAIN),
      readNewest: () => Promise.resolve(null),
      readRecord: () => Promise.reject(new Error('nothing is read')),
    },
  );
  const signed = signDraft(draft, OWN.privateKey);
  const silent: AskPort = () => Promise.resolve({ unasked: 'no answer' });
  /** A server that has the record in a state, or has no such record. */
  const serverWith =
    (state: string | null): AskPort =>
    async (_, ask) => {
      const { record, statement, signature } = signed;
      const view = { id: idOfDraft(draft), record, statement, signature, state, rejected: null };
      const get = () =>
        state === null ? Promise.reject(new ApiError(404, 'not-found', 'no')) : Promise.resolve(view);
      return { answer: await ask({ url: 'http://ledger', get } as unknown as Api) };
    };
  const receipt = { record: idOfDraft(draft), acceptedAt: 1, anchorBy: 2, signature: signed.signature };

  it.each<[string, Draft, AskPort, RegExp | null]>([
    ['is new to the server', draft, serverWith(null), null],
    ['was rejected', signed, serverWith('rejected'), null],
    ['is not signed, without a server', draft, silent, null],
    ['has a receipt', { ...signed, receipt }, silent, /with a receipt$/],
    ['is known to the server', draft, serverWith('final'), /as the server says$/],
    ['is signed, without a server', signed, silent, new RegExp(`signed by ${OWN.address}, .*no answer`)],
  ])('that %s', async (_, file, ask, why) => {
    const found = await findRegistration(file, ask);
    if (why === null) expect(found).toBeNull();
    else expect(found).toMatch(why);
  });

  it('is not judged where the server answers with an error', async () => {
    const broken: AskPort = async (_, ask) => ({
      answer: await ask({
        get: () => Promise.reject(new ApiError(500, 'internal', 'broken')),
      } as unknown as Api),
    });
    await expect(findRegistration(draft, broken)).rejects.toMatchObject({ code: 'internal' });
  });
});
