import { useSearch } from '@tanstack/react-router';
import { PageHeading } from '../../components/page-heading.tsx';
import { isHex } from '../../../core/encoding/hex.ts';
import { useSession } from '../../session/session.tsx';
import classes from './ask.module.css';
import { useAskTexts } from './ask-texts.ts';
import { Ask } from './ask.tsx';

/** A question about carbon accounts, and its answer: the program writes every number and word. */
export function AskPage() {
  const texts = useAskTexts();
  const { record, figure, form } = useSearch({ from: '/ask' });
  const about = isHex(record, 32) ? record : null;
  const party = useSession().session?.party ?? null;
  return (
    <div className={`stack ${classes['page']}`}>
      <PageHeading title={texts.title} lead={texts.lead} />
      <Ask key={`${party} ${record}`} place={{ party, about }} figure={figure ?? null} type={form ?? null} />
    </div>
  );
}
