import { Facts } from '../../components/facts.tsx';
import { useFormat } from '../../language/format.ts';
import type { Metrics } from './metrics.ts';
import { useOperatorTexts } from './operator-texts.ts';
import classes from './operator.module.css';
import { type BatchTime, spreadOf, type Times } from './times.ts';

interface SpeedProps {
  readonly metrics: Metrics;
  readonly times: Times;
}

/** How long records take until their batch is on the chain, and until they are final. */
export function Speed({ metrics, times }: SpeedProps) {
  const texts = useOperatorTexts();
  const format = useFormat();
  const describe = (seconds: readonly number[]): string => {
    const spread = spreadOf(seconds);
    if (spread === null) return texts.noneYet;
    return texts.spread(format.duration(spread.median), format.duration(spread.slowest));
  };
  const newest = metrics.get('carbon_ledger_final_seconds{batch="newest"}');
  const slowest = metrics.get('carbon_ledger_final_seconds{batch="slowest"}');
  const isKnown = newest !== undefined && slowest !== undefined && Number.isFinite(newest + slowest);
  return (
    <section className="card stack" aria-labelledby="speed">
      <div>
        <h2 id="speed">{texts.speed}</h2>
        {times.records.length > 0 && (
          <p className="quiet">
            {texts.speedLead(times.records.length, format.number(times.records.length))}
          </p>
        )}
      </div>
      <Facts
        facts={[
          [texts.toAnchor, describe(times.records)],
          [
            texts.toFinal,
            isKnown
              ? texts.newestSlowest(format.duration(newest), format.duration(slowest))
              : texts.notMeasured,
          ],
        ]}
      />
      {times.batches.length > 1 && <Chart times={times.batches} />}
    </section>
  );
}

/** The picture in its own units: one column for each batch, and its height. */
const COLUMN = 10;
const GAP = 2;
const HEIGHT = 80;
/** The width of a column at most, in pixels. */
const MOST_PX = 32;
/** The width of the labels beside them, in pixels. */
const LABELS_PX = 96;

function Chart({ times }: { times: readonly BatchTime[] }) {
  const texts = useOperatorTexts();
  const format = useFormat();
  const most = Math.max(1, ...times.map(({ seconds }) => seconds));
  const [first, last] = [times[0]!.number, times.at(-1)!.number];
  const says = texts.chartSays(format.number(first), format.number(last), format.duration(most));
  return (
    <figure className={classes['chart']}>
      <figcaption>{texts.chart}</figcaption>
      <div className={classes['plot']} style={{ maxWidth: `${times.length * MOST_PX + LABELS_PX}px` }}>
        <div className={classes['scale']} aria-hidden>
          <span>{format.duration(most)}</span>
          <span>{format.number(0)}</span>
        </div>
        <svg
          viewBox={`0 0 ${times.length * COLUMN} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${texts.chart}. ${says}`}
        >
          {times.map(({ number, seconds }, index) => {
            const height = Math.max(1, (HEIGHT * seconds) / most);
            return (
              <rect
                key={number}
                x={index * COLUMN}
                y={HEIGHT - height}
                width={COLUMN - GAP}
                height={height}
                fill="currentColor"
              >
                <title>{texts.ofBatch(format.number(number), format.duration(seconds))}</title>
              </rect>
            );
          })}
        </svg>
        <div className={classes['axis']} aria-hidden>
          <span>{texts.batch(format.number(first))}</span>
          <span>{texts.batch(format.number(last))}</span>
        </div>
      </div>
    </figure>
  );
}
