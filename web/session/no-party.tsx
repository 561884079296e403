import { Link } from '@tanstack/react-router';
import { Empty } from '../components/states.tsx';
import { useSessionTexts } from './session-texts.ts';
import classes from './session.module.css';
import { useIsRegistrar } from './use-is-registrar.ts';

/** Says on a page of work that a key belongs to no party, and what its user does: a registrar has actions of his own. */
export function NoPartyPage({ address }: { address: string }) {
  const { title, advice } = useNoParty(address);
  return (
    <Empty title={title}>
      <p>
        <code className={classes['address']}>{address}</code>
      </p>
      {advice}
    </Empty>
  );
}

/** The same in the menu. */
export function NoPartyMenu({ address }: { address: string }) {
  const { title, advice } = useNoParty(address);
  return (
    <div>
      <p>
        <strong>{title}</strong>
      </p>
      {advice}
    </div>
  );
}

function useNoParty(address: string) {
  const texts = useSessionTexts();
  const isRegistrar = useIsRegistrar(address);
  const link = (
    <Link to="/operator" search={{ action: 'registerParty' }}>
      {texts.registrarActions}
    </Link>
  );
  if (isRegistrar === true)
    return {
      title: texts.isRegistrar,
      advice: (
        <>
          <p>{texts.isRegistrarAdvice}</p>
          <p>{link}</p>
        </>
      ),
    };
  return {
    title: texts.noParty,
    advice: (
      <>
        <p>{texts.noPartyAdvice}</p>
        {isRegistrar === null && (
          <p className="quiet">
            {texts.maybeRegistrar} {link}
          </p>
        )}
      </>
    ),
  };
}
