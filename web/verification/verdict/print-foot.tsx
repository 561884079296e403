import { usePrintTexts } from './print-texts.ts';
import classes from './print.module.css';

/** Where who made the check signs it. On paper only. */
export function PrintFoot() {
  const texts = usePrintTexts();
  return (
    <div className={classes['signatures']}>
      {[texts.name, texts.date, texts.signature].map((label) => (
        <span key={label}>{label}</span>
      ))}
    </div>
  );
}
