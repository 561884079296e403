import { Button } from '@mantine/core';
import { useState } from 'react';
import type { PreferenceProps } from './preference-menu.tsx';
import { useLoaded } from './use-loaded.ts';

const loadMenu = () => import('./preference-menu.tsx');

/** A button in the bar with a menu of choices. The menu is loaded when somebody is about to open it. */
export function Preference<Value extends string>(props: PreferenceProps<Value>) {
  const [isOpened, setOpened] = useState(false);
  const [menu, load] = useLoaded(loadMenu);
  if (isOpened && menu !== null) {
    const choose = (value: string): void => {
      const found = props.choices.find((choice) => choice.value === value);
      if (found !== undefined) props.onChoose(found.value);
    };
    return <menu.PreferenceMenu {...props} onChoose={choose} />;
  }
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      aria-label={props.label}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={load}
      onFocus={load}
      onClick={() => {
        load();
        setOpened(true);
      }}
    >
      {props.children}
    </Button>
  );
}
