import { expect, it } from 'vitest';
import { writeBundle } from '../../../server/proofs/bundle.ts';
import { showStory, tellStory } from '../../core/verify/story.ts';

it('A proof file with more values than a reader accepts is not written, though it is short enough', () => {
  const bundle = showStory(tellStory());
  expect(writeBundle(bundle).length).toBeGreaterThan(1000);
  const statement = { ...bundle.records[0]!.statement, list: Array<number>(1 << 20).fill(1) };
  const [first, ...others] = bundle.records;
  const large = { ...bundle, records: [{ ...first!, statement }, ...others] };
  expect(() => writeBundle(large)).toThrow(expect.objectContaining({ code: 'bundle-limit' }));
});
