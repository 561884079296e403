import { Button, Modal, PasswordInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { findWallets, type FoundWallet } from '../../client/wallet/find-wallets.ts';
import type { KeyFile } from '../../chain/keys/key-file.ts';
import type { Signer } from '../../client/keys/signer.ts';
import { FileButton } from '../components/file-button.tsx';
import { Form } from '../components/form.tsx';
import { Failure } from '../components/states.tsx';
import { useSession } from './session.tsx';
import { useSessionTexts } from './session-texts.ts';
import { MOST_IN_LIST, showOutside } from '../language/outside-text.ts';

/** Signs in with a wallet of the browser or with a key file, which this page alone reads. */
export function SignInDialog({ onClose }: { onClose: () => void }) {
  const texts = useSessionTexts();
  const { signIn } = useSession();
  const [error, setError] = useState<unknown>(null);
  const [step, setStep] = useState<'wallet' | 'file' | null>(null);
  const attempt = async (how: 'wallet' | 'file', open: () => Promise<Signer>): Promise<void> => {
    setError(null);
    setStep(how);
    try {
      await signIn(await open());
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setStep(null);
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={<strong>{texts.title}</strong>}
      size="lg"
      closeButtonProps={{ 'aria-label': texts.cancel }}
    >
      <div className="stack">
        <p>{texts.lead}</p>
        <Wallets isBusy={step !== null} onOpen={(open) => void attempt('wallet', open)} />
        <KeyFilePart
          isBusy={step !== null}
          onOpen={(open) => void attempt('file', open)}
          onError={setError}
        />
        <div role="status">
          {step === 'wallet' && texts.waiting}
          {step === 'file' && texts.opening}
        </div>
        {error !== null && <Failure error={error} />}
        <p className="quiet">{texts.noKey}</p>
      </div>
    </Modal>
  );
}

interface PartProps {
  readonly isBusy: boolean;
  readonly onOpen: (open: () => Promise<Signer>) => void;
}

function Wallets({ isBusy, onOpen }: PartProps) {
  const texts = useSessionTexts();
  const [wallets, setWallets] = useState<readonly FoundWallet[]>([]);
  useEffect(() => findWallets(window, setWallets), []);
  return (
    <section className="stack" aria-labelledby="with-wallet">
      <div>
        <h2 id="with-wallet">{texts.wallets}</h2>
        {wallets.length === 0 && <p className="quiet">{texts.noWallet}</p>}
      </div>
      <div className="row">
        {wallets.map(({ uuid, name, icon, provider }) => (
          <Button
            key={uuid}
            variant="default"
            disabled={isBusy}
            leftSection={icon === null ? null : <img src={icon} alt="" width="20" height="20" />}
            onClick={() =>
              onOpen(async () => (await import('../../client/wallet/wallet-signer.ts')).openWallet(provider))
            }
          >
            {texts.connect(showOutside(name, MOST_IN_LIST))}
          </Button>
        ))}
      </div>
    </section>
  );
}

function KeyFilePart({
  isBusy,
  onOpen,
  onError,
}: PartProps & { readonly onError: (error: unknown) => void }) {
  const texts = useSessionTexts();
  const [file, setFile] = useState<KeyFile | null>(null);
  const [password, setPassword] = useState('');
  const choose = async (chosen: File): Promise<void> => {
    setFile(null);
    onError(null);
    try {
      const { readKeyBytes } = await import('../../client/keys/key-bytes.ts');
      setFile(readKeyBytes(chosen.name, new Uint8Array(await chosen.arrayBuffer())));
    } catch (error) {
      onError(error);
    }
  };
  const submit = (): void => {
    if (file === null) return;
    onOpen(async () => (await import('../../client/keys/key-bytes.ts')).openKeyBytes(file, password));
  };
  return (
    <Form className="stack" aria-labelledby="with-file" onSubmit={submit}>
      <div>
        <h2 id="with-file">{texts.file}</h2>
        <p className="quiet">{texts.fileAdvice}</p>
      </div>
      <div className="row">
        <FileButton
          label={texts.choose}
          variant="default"
          disabled={isBusy}
          onFiles={([chosen]) => void choose(chosen)}
        />
        {file !== null && <span>{texts.chosen(file.path)}</span>}
      </div>
      {file?.format === 'keystore' && (
        <PasswordInput
          label={texts.password}
          value={password}
          autoComplete="off"
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
        />
      )}
      {file !== null && (
        <div>
          <Button type="submit" loading={isBusy}>
            {texts.open}
          </Button>
        </div>
      )}
    </Form>
  );
}
