import { Button, Menu } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { PreferenceProps } from './preference.tsx';

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
