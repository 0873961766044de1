/** The head of the panel: who is there, the menu, a way out. */
import type { RefObject } from 'preact';
import { Icon, IconButton, Menu, type MenuItem, useTexts } from '../parts/index.ts';

export interface PanelHeaderProps {
  readonly subtitle: string;
  readonly online: boolean;
  readonly menu: readonly MenuItem[];
  readonly closeButton: RefObject<HTMLDivElement | null>;
  readonly onClose: () => void;
}

export const PanelHeader = ({ subtitle, online, menu, closeButton, onClose }: PanelHeaderProps) => {
  const texts = useTexts();
  return (
    <header class="head">
      <span class="mark" aria-hidden="true">
        <Icon name="shield" />
      </span>
      <div class="head-text">
        <h1>{texts.support}</h1>
        <p>
          <i class={online ? 'presence online' : 'presence'} aria-hidden="true" />
          {subtitle}
        </p>
      </div>
      <Menu icon="more" label={texts.menu} items={menu} side="below" />
      <div ref={closeButton}>
        <IconButton name="close" label={texts.closeChat} onClick={onClose} />
      </div>
    </header>
  );
};
