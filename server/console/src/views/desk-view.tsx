/** The signed-in console: top bar, inbox, the conversation in front, identity documents. */
import {
  ConnectionNotice,
  Icon,
  localeNames,
  locales,
  Menu,
  type MenuItem,
  type Store,
  useStore,
} from '@senim/widget/parts';
import { useState } from 'preact/hooks';
import type { ConsoleSession, Desk } from '../console-session.ts';
import type { Preferences } from '../preferences.ts';
import { useConsoleTexts } from '../text/use-console-texts.ts';
import { ConversationPane } from './conversation-pane.tsx';
import { IdentityPanel } from './identity-panel.tsx';
import { InboxView } from './inbox-view.tsx';
import { useShortcuts } from './use-shortcuts.ts';

export interface DeskViewProps {
  readonly session: ConsoleSession;
  readonly desk: Desk;
  readonly preferences: Store<Preferences>;
}

const themes = ['auto', 'light', 'dark'] as const;

export const DeskView = ({ session, desk, preferences }: DeskViewProps) => {
  const own = useConsoleTexts();
  const { chat, connection } = useStore(session.store);
  const { locale, theme } = useStore(preferences);
  const [showsDocuments, showDocuments] = useState(!desk.inbox);
  useShortcuts(session);
  const menu: MenuItem[] = [
    ...locales.map((key) => ({
      key,
      label: localeNames[key],
      checked: key === locale,
      onChoose: () => preferences.set({ locale: key }),
    })),
    ...themes.map((key, index) => ({
      key,
      label: own.theme[key],
      checked: key === theme,
      apart: index === 0,
      onChoose: () => preferences.set({ theme: key }),
    })),
    { key: 'out', icon: 'leave', label: own.signOut, apart: true, onChoose: () => void session.signOut() },
  ];
  const classes = ['desk', chat && 'has-chat', showsDocuments && 'has-documents', !desk.inbox && 'no-inbox'];
  return (
    <div class={classes.filter(Boolean).join(' ')}>
      <header class="bar">
        <span class="mark" aria-hidden="true">
          <Icon name="shield" />
        </span>
        <h1>{own.title}</h1>
        {desk.canVerify && (
          <button
            type="button"
            class="button quiet small"
            aria-pressed={showsDocuments}
            aria-label={own.identityDocuments}
            onClick={() => showDocuments(!showsDocuments)}
          >
            <Icon name="card" />
            <span class="wide-only">{own.identityDocuments}</span>
          </button>
        )}
        <span class="agent-name">{desk.agent.displayName}</span>
        <Menu icon="more" label={own.settings} items={menu} side="below" />
      </header>
      <ConnectionNotice state={connection} />
      <main class="columns">
        {desk.inbox && <InboxView session={session} inbox={desk.inbox} me={desk.agent.id} />}
        {desk.inbox &&
          (chat ? (
            <ConversationPane key={chat.id} session={session} desk={desk} chat={chat} />
          ) : (
            <section class="pane nothing">
              <Icon name="chat" />
              <h2>{own.choose}</h2>
              <p>{own.chooseHint}</p>
            </section>
          ))}
        {desk.canVerify && showsDocuments && (
          <IdentityPanel desk={desk} conversationId={chat?.id} onClose={() => showDocuments(false)} />
        )}
        {!desk.inbox && !desk.canVerify && (
          <section class="pane nothing">
            <Icon name="warning" />
            <p>{own.noAccess}</p>
          </section>
        )}
      </main>
    </div>
  );
};
