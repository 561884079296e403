import { Link } from '@tanstack/react-router';
import { defineTexts } from '../language/texts.ts';
import classes from './small.module.css';

const useTexts = defineTexts(
  {
    says: 'This is what this server says. Your browser has not checked it with the chain.',
    verify: 'Verify',
  },
  { says: '以下是本服务器的说法，您的浏览器尚未与链核对。', verify: '验证' },
);

/** Says that a page shows the word of the server, with the way to check it: the verification of a record, or of any proof file. */
export function ServerWord({ record }: { record: string | null }) {
  const texts = useTexts();
  return (
    <p className={classes['word']} data-server-word>
      {texts.says} <VerifyLink record={record} />
    </p>
  );
}

/** The way to the verification of a record, in which the browser asks the chain; without one, to the page that verifies. */
export function VerifyLink({ record }: { record: string | null }) {
  const { verify } = useTexts();
  return (
    <Link to="/verify" search={record === null ? {} : { record }}>
      {verify}
    </Link>
  );
}
