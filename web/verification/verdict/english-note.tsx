import { useLanguage } from '../../language/language.tsx';
import { useVerdictTexts } from './verdict-texts.ts';
import classes from './verdict.module.css';

/** A text that exists in English only, as the code that checks says it; in another language it is folded. */
export function EnglishNote({ text }: { text: string }) {
  const { language } = useLanguage();
  const texts = useVerdictTexts();
  const note = (
    <p lang="en" className={classes['basis']}>
      {text}
    </p>
  );
  if (language === 'en') return note;
  return (
    <details className={classes['technical']}>
      <summary>{texts.technical}</summary>
      {note}
    </details>
  );
}
