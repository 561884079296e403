import { Facts } from '../../components/facts.tsx';
import type { ItemOf } from '../../data/queries.ts';
import { useLanguage } from '../../language/language.tsx';
import { useFormat } from '../../language/format.ts';
import { batchesPaid, costOfBatch } from './alarms.ts';
import type { Metrics } from './metrics.ts';
import { useOperatorTexts } from './operator-texts.ts';

interface CostProps {
  readonly metrics: Metrics;
  readonly batches: readonly ItemOf<'listBatches'>[];
}

/** What a batch and a record cost on the chain, from the operator's metrics. */
export function Cost({ metrics, batches }: CostProps) {
  const texts = useOperatorTexts();
  const format = useFormat();
  const { language } = useLanguage();
  const read = (name: string): number | undefined => metrics.get(name);
  const wei = costOfBatch(read);
  const paid = batchesPaid(read);
  const records = batches.reduce((sum, { header }) => sum + header.recordCount, 0);
  const average = batches.length === 0 ? 0 : records / batches.length;
  const coins = (amount: number): string =>
    new Intl.NumberFormat(language, { maximumSignificantDigits: 3 }).format(amount / 1e18);
  return (
    <section className="card stack" aria-labelledby="cost">
      <div>
        <h2 id="cost">{texts.cost}</h2>
        <p className="quiet">{texts.gasLead}</p>
      </div>
      <Facts
        facts={[
          ...(batches.length === 0
            ? []
            : [[texts.recordsPerBatch, texts.average(format.number(average, 1))] as const]),
          ...(wei === null
            ? [[texts.perBatch, texts.notMeasured] as const]
            : [
                [
                  texts.perBatch,
                  texts.amount(coins(wei), format.number(read('carbon_ledger_anchor_gas') ?? 0)),
                ] as const,
              ]),
          ...(wei === null || average === 0
            ? []
            : [[texts.perRecord, texts.coins(coins(wei / average))] as const]),
          ...(paid === null ? [] : [[texts.reserve, texts.batches(format.number(paid))] as const]),
        ]}
      />
    </section>
  );
}
