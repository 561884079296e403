import { ApiError } from '../../client/http/api-error.ts';
import { Notice } from '../components/notice.tsx';
import { Failure } from '../components/states.tsx';
import { useRegisterFailureTexts } from './register-failure-texts.ts';

/** Says why a record could not be signed or registered, and what to do. */
export function RegisterFailure({ error }: { error: unknown }) {
  const texts = useRegisterFailureTexts();
  if (!(error instanceof ApiError) || error.code !== 'other-signature') return <Failure error={error} />;
  return (
    <Notice tone="bad" role="alert" title={texts.otherSignature}>
      <p>{texts.otherSignatureAdvice}</p>
      <code className="quiet">{error.code}</code>
    </Notice>
  );
}
