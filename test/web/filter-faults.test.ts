import { expect, it } from 'vitest';
import { completeParty, listFaults } from '../../web/pages/records/filter-faults.ts';

it('filters that no party or subject can be called are named', () => {
  const id = `0x${'ab'.repeat(32)}`;
  for (const party of ['lei:0000EXAMPLESTEEL0025', 'urn:example.org:a', id])
    expect(listFaults({ party, addressee: party, subject: 'inventory/2024' })).toEqual([]);
  for (const party of ['steel', 'Steel Ltd', 'lei:', '0xab', ''])
    expect(listFaults({ party })).toEqual(['party']);
  expect(listFaults({ addressee: 'x', subject: 'Inventory 2024' })).toEqual(['addressee', 'subject']);
  expect(listFaults({})).toEqual([]);
});

it('a part of one identifier alone stands for it', () => {
  const identifiers = [
    'lei:0000EXAMPLESTEEL0025',
    'urn:example.org:clear-assurance',
    'urn:example.org:regulator',
  ];
  expect(completeParty('steel', identifiers)).toBe('lei:0000EXAMPLESTEEL0025');
  for (const text of ['example.org', 'cement', '', 'urn:example.org:clear'])
    expect(completeParty(text, identifiers)).toBe(text);
});
