import { describe, expect, it } from 'vitest';
import { findAnswered } from '../../../jobs/verify/answered-record.ts';
import { showsFigures } from '../../../jobs/verify/shown-figures.ts';
import { addAnswer, openMarket, showMarket } from '../../core/verify/market.ts';

const market = openMarket();
const opinion = addAnswer(market, market.parties.auditor, market.disclosure, { opinion: 'unqualified' });

describe('the record that a file is about', () => {
  it('answers another one where it is an assurance or a decision', () => {
    expect(findAnswered({ bundle: showMarket(market) })).toBeNull();
    expect(findAnswered({ bundle: showMarket(market, { subject: opinion }) })).toBe(market.disclosure.id);
    expect(findAnswered({ bundle: null })).toBeNull();
  });

  it('shows figures of its own, or for an answer those of any record', () => {
    const bundle = showMarket(market, { open: true });
    expect(showsFigures(bundle)).toBe(true);
    const [subject, ...others] = bundle.records;
    const hidden = { ...subject!, entries: { all: false, shown: [], absent: [] } };
    expect(showsFigures({ ...bundle, records: [hidden, ...others] })).toBe(false);
    expect(showsFigures(showMarket(market, { subject: opinion, open: true }))).toBe(true);
    expect(showsFigures(showMarket(market, { subject: opinion }))).toBe(false);
  });
});
