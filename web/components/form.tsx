import type { ComponentProps, SubmitEvent } from 'react';

interface FormProps extends Omit<ComponentProps<'form'>, 'onSubmit'> {
  /** What its button does, in place of loading another page. */
  readonly onSubmit: (form: HTMLFormElement) => void | Promise<void>;
}

/** A form that is answered in its page. */
export function Form({ onSubmit, ...rest }: FormProps) {
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    void onSubmit(event.currentTarget);
  };
  return <form {...rest} onSubmit={submit} />;
}
