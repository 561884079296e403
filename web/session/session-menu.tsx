import { Button } from '@mantine/core';
import { Suspense, useState } from 'react';
import { loadLater } from '../components/load-later.tsx';
import { useSession } from './session.tsx';
import { useSessionTexts } from './session-texts.ts';

const SignInDialog = loadLater(() => import('./sign-in-dialog.tsx'), 'SignInDialog');

// What few see in a first view is loaded when it is needed.
const SignedIn = loadLater(() => import('./signed-in.tsx'), 'SignedIn');

/** In the bar of every page: signs in, or shows who is signed in. */
export function SessionMenu() {
  const { session } = useSession();
  if (session === null) return <SignInButton />;
  return (
    <Suspense>
      <SignedIn session={session} />
    </Suspense>
  );
}

/** A button that opens the dialog to sign in. */
export function SignInButton({ size = 'compact-sm' }: { size?: 'compact-sm' | 'md' }) {
  const texts = useSessionTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size={size} onClick={() => setOpen(true)}>
        {texts.signIn}
      </Button>
      {isOpen && (
        <Suspense>
          <SignInDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
