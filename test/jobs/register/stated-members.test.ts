import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../core/encoding/json.ts';
import type { KindName } from '../../../core/records/kind.ts';
import { listMissing } from '../../../jobs/register/stated-members.ts';

describe('what a statement lacks', () => {
  it.each<[KindName, JsonObject, readonly string[]]>([
    ['dataset', {}, []],
    ['result', { change: 'restatement' }, ['reason']],
    ['disclosure', { change: 'withdrawal', reason: 'an error' }, []],
    ['dataset', { change: 'correction', reason: '  ' }, ['reason']],
    ['assurance', {}, ['opinion', 'level', 'scope']],
    ['assurance', { opinion: 'qualified', level: 'limited', scope: '' }, ['scope']],
    ['assurance', { opinion: 'unqualified', level: 'limited', scope: 'all' }, []],
    ['assurance', { opinion: 'withdrawn' }, ['reason']],
    ['decision', {}, ['outcome', 'reason']],
    ['decision', { outcome: 'accepted', reason: 'as agreed' }, []],
    ['decision', { outcome: 'withdrawn' }, ['reason']],
    ['assurance', { replay: { number: 1 } }, []],
  ])('%s %j: %j', (kind, statement, missing) => {
    expect(listMissing(kind, statement)).toEqual(missing);
  });
});
