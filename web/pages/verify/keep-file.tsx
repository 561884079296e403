import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Hash } from '../../components/hash.tsx';
import { useVerifyTexts } from './verify-texts.ts';
import classes from './verify.module.css';

const SUM = /^[0-9a-f]{64}(?= {2}verify\.html$)/;

/** Offers the page as one file that works without a server, with its SHA-256. Nothing where this portal was built without it. */
export function KeepFile() {
  const texts = useVerifyTexts();
  const { data = null } = useQuery({
    queryKey: ['verify-file'],
    queryFn: async () => {
      const response = await fetch('/verify.html.sha256');
      return response.ok ? (SUM.exec((await response.text()).trim())?.[0] ?? null) : null;
    },
    staleTime: Infinity,
  });
  if (data === null) return null;
  return (
    <section className={`card ${classes['keep']}`} aria-labelledby="keep-title">
      <div>
        <h2 id="keep-title">{texts.keepTitle}</h2>
        <p>{texts.keepText}</p>
        <p className="quiet">
          {texts.keepHash} <Hash value={data} isWhole />
        </p>
      </div>
      <Button component="a" href="/verify.html" download="verify.html" variant="default">
        {texts.keepButton}
      </Button>
    </section>
  );
}
