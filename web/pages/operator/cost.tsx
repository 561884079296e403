import { Facts } from '../../components/facts.tsx';
import type { ItemOf } from '../../data/queries.ts';
import { useLanguage } from '../../language/language.tsx';
import { useFormat } from '../../language/format.ts';
import { batchesPaid, costOfBatch } from './alarms.ts';
import { currencyOf, formatAmount } from './currency.ts';
import type { Metrics } from './metrics.ts';
import { useOperatorTexts } from './operator-texts.ts';

interface CostProps {
  readonly metrics: Metrics;
  readonly batches: readonly ItemOf<'listBatches'>[];
  /** The chain, if it is known. */
  readonly chainId: number | null;
}

/** A reserve that is larger is not counted. */
const MANY_BATCHES = 1e6;

/** What a batch and a record cost on the chain, from the operator's metrics. */
export function Cost({ metrics, batches, chainId }: CostProps) {
  const texts = useOperatorTexts();
  const format = useFormat();
  const { language } = useLanguage();
  const read = (name: string): number | undefined => metrics.get(name);
  const wei = costOfBatch(read);
  const paid = batchesPaid(read);
  const balance = read('carbon_ledger_anchorer_balance_wei') ?? NaN;
  const records = batches.reduce((sum, { header }) => sum + header.recordCount, 0);
  const average = batches.length === 0 ? 0 : records / batches.length;
  const currency = (chainId === null ? null : currencyOf(chainId)) ?? texts.anyCurrency;
  const coins = (amount: number): string => texts.coins(formatAmount(amount, language), currency);
  const rounded = new Intl.NumberFormat(language, { maximumSignificantDigits: 2 });
  return (
    <section className="card stack" aria-labelledby="cost">
      <div>
        <h2 id="cost">{texts.cost}</h2>
        <p className="quiet">{texts.gasLead}</p>
      </div>
      <Facts
        facts={[
          [
            texts.perBatch,
            wei === null
              ? texts.notMeasured
              : texts.amount(coins(wei), format.number(read('carbon_ledger_anchor_gas') ?? 0)),
          ],
          ...(batches.length === 0
            ? []
            : [
                [
                  texts.recordsPerBatch,
                  texts.averageOf(format.number(average, 1), format.number(batches.length)),
                ] as const,
              ]),
          ...(wei === null || average === 0
            ? []
            : [[texts.perRecord, texts.perRecordNow(coins(wei / average))] as const]),
          ...(Number.isNaN(balance) ? [] : [[texts.balance, coins(balance)] as const]),
          ...(paid === null
            ? []
            : [
                [
                  texts.reserve,
                  paid > MANY_BATCHES ? texts.manyBatches : texts.batches(rounded.format(paid)),
                ] as const,
              ]),
        ]}
      />
    </section>
  );
}
