import { useConnection } from '../data/live.tsx';
import { useStatesTexts } from './states-texts.ts';
import classes from './small.module.css';

/** Says whether the page follows the ledger as it changes. */
export function LiveMark() {
  const texts = useStatesTexts();
  const connection = useConnection();
  return (
    <span role="status" className={classes['live']} data-connection={connection}>
      {texts.connections[connection]}
    </span>
  );
}
