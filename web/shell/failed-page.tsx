import { LinkButton } from '../components/link-button.tsx';
import { PageHeading } from '../components/page-heading.tsx';
import { Failure } from '../components/states.tsx';
import { useShellTexts } from './shell-texts.ts';

/** Shown in place of a page that failed. */
export function FailedPage({ error, reset }: { error: unknown; reset: () => void }) {
  return <Failure error={error} onRetry={reset} />;
}

/** Shown where there is no page. */
export function NotFoundPage() {
  const texts = useShellTexts();
  return (
    <>
      <PageHeading title={texts.notFound} lead={texts.notFoundAdvice} />
      <LinkButton to="/" variant="default">
        {texts.home}
      </LinkButton>
    </>
  );
}
