import { Button, Menu } from '@mantine/core';
import { type ReactNode, useEffect, useRef, useState } from 'react';

/** Something that the user can choose. */
export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** The language of the label, if it is not that of the page. */
  readonly lang?: string;
}

export interface PreferenceProps<Value extends string> {
  /** What is chosen, for screen readers. */
  readonly label: string;
  readonly choices: readonly Choice<Value>[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
  /** What the button shows. */
  readonly children: ReactNode;
}

/** The menu of a preference and its button. It opens by itself, since it takes the place of the button that asked for it. */
export function PreferenceMenu({ label, choices, chosen, onChoose, children }: PreferenceProps<string>) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    // The focus returns here when the menu is closed.
    button.current?.focus();
    setOpen(true);
  }, []);
  return (
    <Menu position="bottom-end" opened={isOpen} onChange={setOpen}>
      <Menu.Target>
        <Button ref={button} variant="subtle" color="gray" size="compact-sm" aria-label={label}>
          {children}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(({ value, label: text, lang }) => (
          <Menu.Item
            key={value}
            {...(lang === undefined ? {} : { lang })}
            onClick={() => onChoose(value)}
            aria-current={value === chosen}
          >
            {text}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
