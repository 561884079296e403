import { Button, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { PageHeading } from '../components/page-heading.tsx';
import { useLanguage } from '../language/language.tsx';
import type { KnownEngine } from '../verification/policy/policy-form.tsx';
import type { VerifierTools } from '../verification/verifier/verifier-tools.ts';
import { Verifier } from '../verification/verifier/verifier.tsx';
import { keepFocus } from '../components/keep-focus.ts';
import { useVerifyFileTexts } from './verify-file-texts.ts';
import classes from './verify-file.module.css';

/** What the loader of verify.html leaves for its page: the module of the worker, and the newest engine. */
interface Loaded {
  readonly worker: Blob;
  readonly engine: KnownEngine & { readonly gzip: Blob };
}

const { worker, engine } = (globalThis as unknown as { readonly verifyFile: Loaded }).verifyFile;

/** A page that was opened from a disk can start no worker from a module, but a plain worker can import one that it is sent. */
const STARTER = `addEventListener('message', ({ data }) => {
  import(URL.createObjectURL(data)).catch((error) => setTimeout(() => { throw error; }));
}, { once: true });`;
const starter = URL.createObjectURL(new Blob([STARTER], { type: 'text/javascript' }));

function openWorker(): Worker {
  const opened = new Worker(starter);
  opened.postMessage(worker);
  return opened;
}

const engines = [engine];
const tools: VerifierTools = {
  openWorker,
  engines,
  fetchCopy: null,
  fetchFresh: null,
  follow: null,
  ledger: null,
};

/** The page Verify as one file, without a server. */
export function VerifyFile() {
  const texts = useVerifyFileTexts();
  useEffect(keepFocus, []);
  return (
    <main className={classes['page']}>
      <div className="stack">
        <div className={classes['heading']}>
          <PageHeading title={texts.title} lead={texts.lead} actions={<Choices />} />
        </div>
        <Verifier tools={tools} engines={engines} suggested={null} linkOf={null} />
        <footer className="quiet">{texts.engine(engine.version)}</footer>
      </div>
    </main>
  );
}

function Choices() {
  const texts = useVerifyFileTexts();
  const { language, choose } = useLanguage();
  // Mantine stops transitions by a style in the page, which the content security policy refuses.
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const isDark = useComputedColorScheme('light') === 'dark';
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        lang={language === 'en' ? 'zh-CN' : 'en'}
        onClick={() => choose(language === 'en' ? 'zh-CN' : 'en')}
      >
        {language === 'en' ? '中文' : 'English'}
      </Button>
      <Button variant="default" size="compact-sm" onClick={() => setColorScheme(isDark ? 'light' : 'dark')}>
        {isDark ? texts.light : texts.dark}
      </Button>
    </>
  );
}
