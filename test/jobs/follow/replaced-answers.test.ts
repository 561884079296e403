import { describe, expect, it } from 'vitest';
import { listReplaced } from '../../../jobs/follow/replaced-answers.ts';

const item = (
  id: string,
  sequence: number,
  { party = '0xaa', kind = 5, subject = 's', state = 'final' } = {},
) => ({ id, state, record: { party, kind, subject, sequence } }) as never;

describe('answers that count no longer', () => {
  it('are the older ones of the same party in the same stream', () => {
    const items = [item('0x03', 3), item('0x02', 2), item('0x01', 1)];
    expect([...listReplaced(items)]).toEqual(['0x02', '0x01']);
  });

  it('are none of another party, kind or stream, and none that only a rejected one would replace', () => {
    const items = [
      item('0x05', 4, { state: 'rejected' }),
      item('0x04', 3, { party: '0xbb' }),
      item('0x03', 2, { kind: 4 }),
      item('0x02', 2, { subject: 't' }),
      item('0x01', 1),
    ];
    expect([...listReplaced(items)]).toEqual([]);
  });
});
