/** Puts the agents' console on its page. */
import { render } from 'preact';
import { ConsoleSession } from './console-session.ts';
import { openPreferences } from './preferences.ts';
import { ConsoleView } from './views/console-view.tsx';

const place = document.getElementById('app');
if (place) {
  render(<ConsoleView session={new ConsoleSession(location.origin)} preferences={openPreferences()} />, place);
}
