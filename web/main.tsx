import './shell/mantine.css';
import 'virtual:theme.css';
import './shell/portal.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from '../client/http/api-error.ts';
import { LanguageProvider } from './language/language.tsx';
import { openRouter } from './routes.tsx';
import { SessionProvider } from './session/session.tsx';
import { theme } from './shell/theme.ts';

/** A refusal stays a refusal, and an answer that was changed stays changed; only what is temporary is asked again. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) =>
        count < 2 && (error instanceof ApiError ? error.isTemporary : !('code' in error)),
      staleTime: 5_000,
    },
  },
});

const router = openRouter();

createRoot(document.getElementById('portal')!).render(
  <StrictMode>
    {/* The style sheets of the theme are built: the content security policy allows no style in the page. */}
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <LanguageProvider>
        <QueryClientProvider client={queries}>
          <SessionProvider>
            <RouterProvider router={router} />
          </SessionProvider>
        </QueryClientProvider>
      </LanguageProvider>
    </MantineProvider>
  </StrictMode>,
);
