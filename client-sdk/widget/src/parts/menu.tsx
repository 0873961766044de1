/** A button with a menu: arrow keys move, Escape and a click elsewhere close, the focus comes back. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

export interface MenuItem {
  readonly key: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly checked?: boolean;
  /** A line is drawn above it. */
  readonly apart?: boolean;
  readonly onChoose: () => void;
}

export interface MenuProps {
  readonly icon: IconName;
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly side: 'above' | 'below';
  readonly disabled?: boolean;
  readonly children?: ComponentChildren;
}

const Item = ({ item, onChoose }: { item: MenuItem; onChoose: () => void }) => (
  <>
    {item.apart && <hr />}
    <button
      type="button"
      {...(item.checked === undefined ? { role: 'menuitem' } : { role: 'menuitemradio', 'aria-checked': item.checked })}
      tabIndex={-1}
      onClick={onChoose}
    >
      {item.icon && <Icon name={item.icon} />}
      {item.label}
    </button>
  </>
);

export const Menu = ({ icon, label, items, side, disabled = false, children }: MenuProps) => {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const entries = () => [...(place.current?.querySelectorAll<HTMLElement>('.menu button') ?? [])];

  useEffect(() => {
    if (!open) return;
    entries()[0]?.focus();
    const elsewhere = (event: Event) => {
      if (!event.composedPath().includes(place.current as EventTarget)) setOpen(false);
    };
    document.addEventListener('pointerdown', elsewhere);
    return () => document.removeEventListener('pointerdown', elsewhere);
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    const list = entries();
    const at = list.indexOf((event.target as HTMLElement).closest('button') as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: list.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      list.at(to % list.length)?.focus();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab') setOpen(false);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens for keys pressed within
    <div class="menu-place" ref={place} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        disabled={disabled}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} />
      </button>
      {open && (
        <div class={`menu ${side}`} role="menu" aria-label={label}>
          {items.map((item) => (
            <Item
              key={item.key}
              item={item}
              onChoose={() => {
                close();
                item.onChoose();
              }}
            />
          ))}
        </div>
      )}
      {children}
    </div>
  );
};
