import { useConnection } from '../data/live.tsx';
import { useStatesTexts } from './states-texts.ts';
import classes from './small.module.css';

/** Says whether the page follows the ledger as it changes; screen readers hear of it from the one next to a list. */
export function LiveMark({ isQuiet = false }: { isQuiet?: boolean }) {
  const texts = useStatesTexts();
  const connection = useConnection();
  return (
    <span role={isQuiet ? undefined : 'status'} className={classes['live']} data-connection={connection}>
      {texts.connections[connection]}
    </span>
  );
}
