import { Link } from '@tanstack/react-router';
import { useSessionTexts } from './session-texts.ts';
import { useIsRegistrar } from './use-is-registrar.ts';

/** What a user can do whose key belongs to no party: a registrar has actions of his own, others ask the registrar. */
export function NoPartyAdvice({ address }: { address: string }) {
  const texts = useSessionTexts();
  const isRegistrar = useIsRegistrar(address);
  const link = (
    <Link to="/operator" search={{ action: 'registerParty' }}>
      {texts.registrarActions}
    </Link>
  );
  if (isRegistrar === true)
    return (
      <>
        <p>
          <strong>{texts.isRegistrar}</strong>
        </p>
        <p>{texts.isRegistrarAdvice}</p>
        <p>{link}</p>
      </>
    );
  return (
    <>
      <p>{texts.noPartyAdvice}</p>
      {isRegistrar === null && (
        <p className="quiet">
          {texts.maybeRegistrar} {link}
        </p>
      )}
    </>
  );
}
