import type { AsyncRouteComponent } from '@tanstack/react-router';
import { type ComponentType, createElement, use, useState } from 'react';
import { Failure } from './states.tsx';

/** A component that is loaded when it is first shown, or before, by `preload`. */
// oxlint-disable-next-line typescript/no-explicit-any -- another type makes the routes depend on what the pages return
type Later<Part> = Part extends (props: infer Props) => any ? AsyncRouteComponent<Props> : never;

/**
 * Returns a component of a script that is loaded when it is needed. Where that fails, such as without a network, it says so in its place and
 * offers to try again. It never loads the page anew: the session and the work in hand are in the memory of the page (decision 61).
 */
// oxlint-disable-next-line typescript/no-explicit-any -- as above
export function loadLater<Script extends Record<string, any>, Name extends keyof Script>(
  load: () => Promise<Script>,
  name: Name,
): Later<Script[Name]> {
  let part: ComponentType | null = null;
  let loading: Promise<void> | null = null;
  let failure: unknown = null;
  const preload = (): Promise<void> => {
    if (part !== null) return Promise.resolve();
    loading ??= load()
      .then(
        (script) => {
          part = script[name] as ComponentType;
        },
        (error: unknown) => {
          failure = error;
        },
      )
      .finally(() => {
        loading = null;
      });
    return loading;
  };
  function LoadedLater(props: object) {
    const [, setTries] = useState(0);
    if (part !== null) return createElement(part, props);
    if (failure === null || loading !== null) {
      use(preload());
      return null;
    }
    const retry = (): void => {
      failure = null;
      setTries((tries) => tries + 1);
    };
    return <Failure error={failure} onRetry={retry} />;
  }
  return Object.assign(LoadedLater, { preload }) as unknown as Later<Script[Name]>;
}
