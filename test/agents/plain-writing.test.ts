import { expect, it } from 'vitest';
import { plainWriting } from '../../agents/render/plain-writing.ts';

it('a finding of a method is in Chinese in a Chinese answer, with the rows and values of the program behind it', () => {
  const { finding } = plainWriting('zh-CN');
  const message = 'meter-1 has no reading for 2024-03';
  expect(finding('missing-months', message)).toMatch(
    /未覆盖整个核算期间.*meter-1 has no reading for 2024-03$/,
  );
  expect(finding('missing-factor', 'no factor')).toContain('没有与该活动匹配的排放因子');
  expect([finding('constructor', message), plainWriting('en').finding('missing-months', message)]).toEqual([
    null,
    null,
  ]);
});
