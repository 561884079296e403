import { describe, expect, it } from 'vitest';
import type { Operations } from '../../../client/generated/openapi.ts';
import { ApiError } from '../../../client/http/api-error.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { hashStream } from '../../../core/records/record.ts';
import {
  findOpinion,
  judgeOpinion,
  type OwnOpinion,
  readOwnOpinion,
  readOwnOpinions,
} from '../../../jobs/assure/own-opinions.ts';
import { idOf } from '../../helpers/known-records.ts';

const AUDITOR = idOf(7);
const stream = (subject: string) => ({ party: idOf(1), kind: KINDS.result, subject });

/** A record of an opinion about a version of a stream. */
function opinionOn(id: Hex, subject: string, sequence: number, opinion = 'unqualified', state = 'final') {
  const record = {
    party: AUDITOR,
    kind: KINDS.assurance,
    subject: hashStream(stream(subject)).slice(2),
    sequence,
  };
  return { id, state, record, statement: { opinion, answers: idOf(sequence) } };
}

/** A ledger that lists records in pages of two. */
function ledgerOf(...items: ReturnType<typeof opinionOn>[]): Operations {
  return {
    listRecords: ({ cursor = '0' }: { cursor?: string }) => {
      const at = Number(cursor);
      const next = at + 2 < items.length ? String(at + 2) : null;
      return Promise.resolve({ items: items.slice(at, at + 2), next });
    },
    readRecord: ({ id }: { id: Hex }) => Promise.resolve(items.find((item) => item.id === id)),
    readStream: ({ subject }: { subject: string }) => {
      const own = items.filter(({ record }) => record.subject === subject);
      if (own.length === 0) return Promise.reject(new ApiError(404, 'not-found', 'no such stream'));
      return Promise.resolve({ accepted: { record: own.at(-1)!.id, sequence: own.length } });
    },
  } as never;
}

describe('the opinions of a party', () => {
  const ledger = ledgerOf(
    opinionOn(idOf(11), 'a', 2, 'qualified'),
    opinionOn(idOf(12), 'a', 1),
    opinionOn(idOf(13), 'b', 1),
    opinionOn(idOf(14), 'b', 2, 'adverse', 'rejected'),
  );

  it('are the newest about each stream, of all pages, and no rejected ones', async () => {
    const opinions = await readOwnOpinions(ledger, AUDITOR);
    expect([...opinions.values()].map(({ id, opinion }) => [id, opinion])).toEqual([
      [idOf(11), 'qualified'],
      [idOf(13), 'unqualified'],
    ]);
    expect(findOpinion(opinions, stream('a'))).toMatchObject({ answers: idOf(2) });
    expect(findOpinion(opinions, stream('c'))).toBeNull();
  });

  it('are read one by one too; null where there is none', async () => {
    expect(await readOwnOpinion(ledger, AUDITOR, stream('b'))).toMatchObject({
      id: idOf(14),
      opinion: 'adverse',
    });
    expect(await readOwnOpinion(ledger, AUDITOR, stream('c'))).toBeNull();
    const failing = { ...ledger, readStream: () => Promise.reject(new ApiError(503, 'busy', 'busy')) };
    await expect(readOwnOpinion(failing, AUDITOR, stream('b'))).rejects.toMatchObject({ code: 'busy' });
  });
});

describe('a record', () => {
  const own = (opinion: string, answers: Hex): OwnOpinion => ({ opinion, answers }) as never;

  it.each<[ReturnType<typeof judgeOpinion>, OwnOpinion | null]>([
    [null, null],
    ['given', own('qualified', idOf(1))],
    ['outdated', own('qualified', idOf(2))],
    ['withdrawn', own('withdrawn', idOf(1))],
    [null, own('withdrawn', idOf(2))],
  ])('stands %s to the opinion %j', (expected, opinion) => {
    expect(judgeOpinion(idOf(1), opinion)).toBe(expected);
  });
});
