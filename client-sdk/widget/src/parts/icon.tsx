/** The line icons, drawn in the colour of the text around them. */

const paths = {
  chat: 'M21 11.5a8.4 8.4 0 0 1-8.5 8.3 8.8 8.8 0 0 1-3.8-.9L3 20.5l1.7-5a8 8 0 0 1-.7-4A8.4 8.4 0 0 1 12.5 3.2 8.4 8.4 0 0 1 21 11.5Z',
  close: 'M6 6l12 12M18 6 6 18',
  down: 'm6 9 6 6 6-6',
  back: 'm14 6-6 6 6 6',
  more: 'M12 5.5v.01M12 12v.01M12 18.5v.01',
  send: 'M12 19V5M6 11l6-6 6 6',
  attach: 'M12 5v14M5 12h14',
  smaller: 'M5 12h14',
  photo: 'M4 5h16v14H4zM4 16l4.5-4.5 4 4 2.5-2.5L20 17M15.5 9v.01',
  file: 'M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5',
  card: 'M3 6h18v12H3zM7 15c.3-1.3 1-2 2-2s1.7.7 2 2M9 10.5v.01M14.5 10H18M14.5 14H17',
  microphone: 'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3ZM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21',
  stop: 'M7 7h10v10H7z',
  bin: 'M4 7h16M9.5 7V4h5v3M6.5 7l1 13h9l1-13M10 11v5M14 11v5',
  play: 'M8 5.5v13l10.5-6.5z',
  pause: 'M8.5 5.5v13M15.5 5.5v13',
  download: 'M12 4v11M7 10.5l5 5 5-5M5 20h14',
  shield: 'M12 3l7.5 3v5.5c0 4.5-3 8-7.5 9.5-4.5-1.5-7.5-5-7.5-9.5V6zM8.5 12l2.5 2.5 4.5-5',
  sent: 'm5 12.5 4.5 4.5L19 7.5',
  delivered: 'm2 12.5 4.5 4.5L15 8M11.5 16l1 1L21.5 8',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 8v4.5l3 1.5',
  warning: 'M12 4 2.5 20h19zM12 10v4.5M12 17.2v.01',
  leave: 'M14 4H6v16h8M10.5 12H21M17 8l4 4-4 4',
} as const;

export type IconName = keyof typeof paths;

export const Icon = ({ name, class: extra = '' }: { name: IconName; class?: string }) => (
  <svg class={`icon ${extra}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    <path d={paths[name]} />
  </svg>
);

export interface IconButtonProps {
  readonly name: IconName;
  readonly label: string;
  readonly onClick: () => void;
  readonly class?: string;
  readonly disabled?: boolean;
}

export const IconButton = ({ name, label, onClick, class: extra = '', disabled = false }: IconButtonProps) => (
  <button
    type="button"
    class={`icon-button ${extra}`}
    aria-label={label}
    title={label}
    disabled={disabled}
    onClick={onClick}
  >
    <Icon name={name} />
  </button>
);
