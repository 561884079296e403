import { Failure } from '../../../components/states.tsx';
import { LongText } from '../../../components/outside-text.tsx';
import { Notice } from '../../../components/notice.tsx';
import { wordOf } from '../../../language/word-of.ts';
import { usePortalAdvice } from './portal-advice.ts';

/** Says what failed: by its code, where the message names options of the command line, which this page has in another form. */
export function CodedFailure({ error }: { error: unknown }) {
  const { failed, advice } = usePortalAdvice();
  const code = codeOf(error);
  if (code === null || !Object.hasOwn(advice, code)) return <Failure error={error} />;
  return (
    <Notice tone="bad" role="alert" title={failed}>
      <p>{wordOf(advice, code)}</p>
      <code className="quiet">{code}</code>
      <CommandNote text={error instanceof Error ? error.message : String(error)} />
    </Notice>
  );
}

/** The message of the command line, folded: it names the column or row, and options that a page does not have. */
export function CommandNote({ text }: { text: string }) {
  const { technical } = usePortalAdvice();
  return (
    <details>
      <summary>{technical}</summary>
      <p lang="en">
        <LongText text={text} />
      </p>
    </details>
  );
}

function codeOf(error: unknown): string | null {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : null;
}
