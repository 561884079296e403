import { area } from './common.ts';
import { matching, oneOf } from './member.ts';
import { quantity } from './row-type.ts';

/** Goods that cross a border, by HS or CN code, as one of the two countries reports them. */
const TRADED = {
  reporter: area,
  partner: area,
  classification: oneOf(['HS', 'CN']),
  code: matching(/^\d{2,10}$/, 'expected a code of 2 to 10 digits'),
  flow: oneOf(['import', 'export', 're-import', 're-export']),
};
const FOUND = Object.keys(TRADED);

const tradeQuantity = quantity('trade-quantity', TRADED, {
  words: { en: 'quantities of trade', 'zh-CN': '贸易数量' },
  role: 'cell',
  units: ['*'],
  period: 'required',
  found: FOUND,
  subject: 'code',
});

const tradeValue = quantity('trade-value', TRADED, {
  words: { en: 'values of trade', 'zh-CN': '贸易金额' },
  role: 'cell',
  units: ['{currency}'],
  period: 'required',
  found: FOUND,
  subject: 'code',
});

/** D5: goods that cross borders. */
export const TRADE_ROWS = [tradeQuantity, tradeValue] as const;
