import { Drawer } from '@mantine/core';
import { SideNavigation } from './side-navigation.tsx';
import { useShellTexts } from './shell-texts.ts';

/** The list of pages on a narrow screen: it slides in from the side. */
export function PageDrawer({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const texts = useShellTexts();
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      size="16rem"
      title={texts.pages}
      closeButtonProps={{ 'aria-label': texts.closeMenu }}
    >
      <SideNavigation />
    </Drawer>
  );
}
