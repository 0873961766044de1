/** A sheet over the lower part of the panel, for one question; Escape is a no. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

export interface SheetProps {
  readonly title: string;
  readonly onCancel: () => void;
  readonly children: ComponentChildren;
}

export const Sheet = ({ title, onCancel, children }: SheetProps) => {
  const dialog = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const root = dialog.current?.getRootNode() as ShadowRoot | Document | undefined;
    const former = root?.activeElement;
    // The panel must not scroll towards a sheet that is still coming up.
    dialog.current?.focus({ preventScroll: true });
    return () => {
      if (former instanceof HTMLElement && former.isConnected) former.focus();
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onCancel();
    }
    if (event.key !== 'Tab') return;
    // The focus goes round within the sheet.
    const stops = [
      ...(dialog.current?.querySelectorAll<HTMLElement>('button:not(:disabled), input, select, summary, a') ?? []),
    ];
    const active = (dialog.current?.getRootNode() as ShadowRoot | Document | undefined)?.activeElement;
    const [first, last] = [stops[0], stops.at(-1)];
    if (event.shiftKey && (active === first || active === dialog.current)) {
      event.preventDefault();
      last?.focus();
    } else if (!event.shiftKey && active === last) {
      event.preventDefault();
      first?.focus();
    }
  };
  return (
    <div class="sheet-cover">
      <div
        ref={dialog}
        class="sheet"
        role="dialog"
        aria-modal="true"
        aria-label={title}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        <h2>{title}</h2>
        {children}
      </div>
    </div>
  );
};
