import { Link } from '@tanstack/react-router';
import { usePartyTexts } from './party-texts.ts';

const ACTIONS = ['addKey', 'closeKey', 'openRole', 'closeRole', 'addIdentifier', 'suspend'] as const;

/** What a registrar can do with a party: each leads to the form with the party filled in. */
export function RegistrarLinks({ identifier }: { identifier: string }) {
  const texts = usePartyTexts();
  return (
    <details>
      <summary className="quiet">{texts.registrarActions}</summary>
      <p className="quiet">{texts.registrarAdvice}</p>
      <nav className="row" aria-label={texts.registrarActions}>
        {ACTIONS.map((action) => (
          <Link key={action} to="/operator" search={{ action, party: identifier }}>
            {texts.actions[action]}
          </Link>
        ))}
      </nav>
    </details>
  );
}
