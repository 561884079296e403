import { area, factorMembers, gas } from './common.ts';
import { matching, oneOf } from './member.ts';
import { quantity } from './row-type.ts';

const goodsCode = matching(/^\d{2,10}$/, 'expected a code of 2 to 10 digits');

/** Goods that cross a border, by HS or CN code, as one of the two countries reports them. */
const TRADED = {
  reporter: area,
  partner: area,
  classification: oneOf(['HS', 'CN']),
  code: goodsCode,
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

/** What is emitted for goods that are made in a place, by their code or by the first digits of it. */
const tradeFactor = quantity(
  'trade-factor',
  { code: goodsCode, gas, ...factorMembers },
  {
    words: { en: 'emissions of traded goods', 'zh-CN': '贸易商品排放因子' },
    role: 'factor',
    units: ['kg/*'],
    period: 'optional',
    found: ['code', 'gas', 'geography'],
    foundByUnit: true,
    ofGas: true,
    subject: 'code',
  },
);

/** D5: goods that cross borders, and what is emitted for them. */
export const TRADE_ROWS = [tradeQuantity, tradeValue, tradeFactor] as const;
