import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';

interface FilterTextProps extends Omit<TextInputProps, 'value' | 'defaultValue' | 'onChange'> {
  /** What the address of the page holds. */
  readonly value: string;
}

/** A field of a form of filters: it holds what is typed, and follows the address of the page when that changes. */
export function FilterText({ value, ...rest }: FilterTextProps) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setText(value);
  }
  return <TextInput value={text} onChange={({ currentTarget }) => setText(currentTarget.value)} {...rest} />;
}
