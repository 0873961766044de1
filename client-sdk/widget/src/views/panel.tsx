/** The panel: a dialog beside the page on a desk, the whole screen on a phone. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { saveAs } from '../parts/attachments/media.tsx';
import { lazy, localeNames, locales, type MenuItem, useStore, useTexts } from '../parts/index.ts';
import type { WidgetSession } from '../widget-session.ts';
import { PanelBody } from './panel-body.tsx';
import { PanelHeader } from './panel-header.tsx';
import { useOnline } from './use-online.ts';
import { useViewportHeight } from './use-viewport.ts';

const EndSheet = lazy(async () => (await import('./sheets.ts')).EndSheet, 'sheets');
const PurposeSheet = lazy(async () => (await import('./sheets.ts')).PurposeSheet, 'sheets');

const download = async (widget: WidgetSession): Promise<void> => {
  const held = await widget.client.export();
  const url = URL.createObjectURL(new Blob([JSON.stringify(held, null, 2)], { type: 'application/json' }));
  saveAs(url, 'my-data.json');
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

export const Panel = ({ widget }: { widget: WidgetSession }) => {
  const texts = useTexts();
  const { stage, language, asking } = useStore(widget.store);
  const { locale } = language;
  const [ending, setEnding] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  const closeButton = useRef<HTMLDivElement>(null);
  const online = useOnline(widget);
  const height = useViewportHeight(true);
  useEffect(() => closeButton.current?.querySelector('button')?.focus({ preventScroll: true }), []);

  const chat = stage.name === 'chat' ? stage.session : undefined;
  const menu: MenuItem[] = [
    ...locales.map((key) => ({
      key,
      label: localeNames[key],
      checked: key === locale,
      onChoose: () => void widget.setLocale(key),
    })),
    ...(chat
      ? [
          {
            key: 'download',
            icon: 'download' as const,
            label: texts.downloadMyData,
            apart: true,
            onChoose: () => void download(widget),
          },
          { key: 'end', icon: 'leave' as const, label: texts.endChat, onChoose: () => setEnding(true) },
        ]
      : []),
  ];
  return (
    <div
      ref={panel}
      class="panel"
      role="dialog"
      aria-label={texts.support}
      tabIndex={-1}
      style={height === undefined ? {} : { '--viewport-height': `${height}px` }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) widget.close();
      }}
    >
      <PanelHeader
        subtitle={online ? texts.supportOnline : texts.supportAway}
        online={online}
        menu={menu}
        closeButton={closeButton}
        onClose={() => widget.close()}
      />
      <PanelBody widget={widget} />
      {asking && (
        <PurposeSheet
          key={asking}
          purpose={asking}
          loadPolicy={() => widget.policy(locale)}
          onAnswer={(policy) => widget.answer(policy)}
          onLoadFailed={() => void widget.answer(undefined)}
        />
      )}
      {ending && (
        <EndSheet
          onEnd={() => void chat?.close().catch(() => undefined)}
          onClose={() => setEnding(false)}
          onLoadFailed={() => setEnding(false)}
        />
      )}
    </div>
  );
};
