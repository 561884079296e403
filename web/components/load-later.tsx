import { type ComponentType, createElement, use, useState } from 'react';
import { Failure } from './states.tsx';

/** A component that is loaded when it is first shown, or before, by `preload`. */
export type Later<Props extends object> = ComponentType<Props> & { readonly preload: () => Promise<void> };

/**
 * Returns a component whose script is loaded when it is needed. Where that fails, such as without a network, it says so in its place and
 * offers to try again. It never loads the page anew: the session and the work in hand are in the memory of the page (decision 61).
 */
export function loadLater<Props extends object, Name extends string>(
  load: () => Promise<{ readonly [Each in Name]: ComponentType<Props> }>,
  name: Name,
): Later<Props> {
  let part: ComponentType<Props> | null = null;
  let loading: Promise<void> | null = null;
  let failure: unknown = null;
  const preload = (): Promise<void> => {
    if (part !== null) return Promise.resolve();
    loading ??= load()
      .then(
        (module) => {
          part = module[name];
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
  function LoadedLater(props: Props) {
    const [, setTries] = useState(0);
    if (part !== null) return createElement(part, props);
    if (failure === null || loading !== null) return use(preload()) as never;
    const retry = (): void => {
      failure = null;
      setTries((tries) => tries + 1);
    };
    return <Failure error={failure} onRetry={retry} />;
  }
  return Object.assign(LoadedLater, { preload });
}
