import { describe, expect, it } from 'vitest';
import type { SearchResult } from '../../client/generated/openapi.ts';
import { topicOf } from '../../web/data/events.ts';
import { keyOfHit, onlyHit } from '../../web/data/search-hit.ts';
import { newestVersions } from '../../client/http/newest-versions.ts';

const ID = `0x${'ab'.repeat(32)}` as const;
const OTHER = `0x${'cd'.repeat(32)}` as const;
const party = (id: string, ...identifiers: string[]) => ({
  type: 'party',
  by: 'identifier',
  party: { party: id, identifier: identifiers[0]!, identifiers, roles: [] },
});
const batch = (number: number) => ({
  type: 'batch',
  by: 'number',
  batch: { number, id: OTHER, anchor: null },
});
const found = (text: string, hits: object[], more: SearchResult['more'] = []): SearchResult => ({
  text,
  hits: hits as unknown as SearchResult['hits'],
  more,
});

describe('the hit that opens at once', () => {
  it('is the only one', () => {
    const hit = onlyHit(found('urn:ex', [party(ID, 'urn:example')]));
    expect(hit === null ? null : keyOfHit(hit)).toBe(`party ${ID}`);
  });

  it('is the one whose name is the whole text, in any case, among others that only begin with it', () => {
    const hits = [party(ID, 'lei:ABC'), party(OTHER, 'lei:ABCD')];
    expect(onlyHit(found('lei:abc', hits))).toMatchObject({ party: { party: ID } });
  });

  it('is one object although two of its names are found', () => {
    const hits = [party(ID, 'urn:x'), { ...party(ID, 'urn:x'), by: 'key' }];
    expect(onlyHit(found('urn:x', hits))).toMatchObject({ party: { party: ID } });
  });

  it.each([
    ['there are none', found('x', [])],
    ['several have that name', found('7', [batch(7), party(ID, '7')])],
    ['several begin with it', found('urn:', [party(ID, 'urn:a'), party(OTHER, 'urn:b')])],
    ['there are more than are shown', found('urn:', [party(ID, 'urn:a')], ['party'])],
  ])('is none where %s', (_, result) => {
    expect(onlyHit(result)).toBeNull();
  });
});

describe('the list of datasets', () => {
  const item = (subject: string, sequence: number, state: 'final' | 'rejected' = 'final') => ({
    state,
    record: {
      ...{ party: ID, kind: 1 as const, subject, sequence, previous: ID, entries: ID, sources: [] },
      statement: ID,
    },
  });

  it('has the newest version of each stream that was not rejected', () => {
    const items = [item('a', 3, 'rejected'), item('b', 1), item('a', 2), item('a', 1)];
    expect(newestVersions(items).map(({ record }) => `${record.subject} ${record.sequence}`)).toEqual([
      'b 1',
      'a 2',
    ]);
  });
});

describe('an event', () => {
  it.each([
    ['{"type":"record.accepted","record":{}}', 'record'],
    ['{"type":"batch.reverted"}', 'batch'],
    ['{"type":"party.changed"}', 'party'],
    ['{"type":"ledger.halted"}', 'ledger'],
    ['{"type":"unheard.of"}', null],
    ['{"type":"constructor.x"}', null],
    ['{"type":7}', null],
    ['not JSON', null],
  ])('%s is about %s', (data, topic) => {
    expect(topicOf(data)).toBe(topic);
  });
});
