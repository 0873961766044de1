/** Says that there is no connection, when that has lasted longer than a blink. */
import type { ConnectionState } from '@senim/client';
import { useEffect, useState } from 'preact/hooks';
import { useTexts } from '../text/language.tsx';

const PATIENCE_MS = 1_500;

export const ConnectionNotice = ({ state }: { state: ConnectionState }) => {
  const texts = useTexts();
  const [shown, show] = useState(false);
  const connected = state === 'connected' || state === 'idle';
  useEffect(() => {
    show(false);
    if (connected) return;
    const timer = setTimeout(() => show(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [connected]);
  return (
    <div role="status">
      {shown && !connected && (
        <div class="notice">
          <span class="spinner" aria-hidden="true" />
          <span>{navigator.onLine ? texts.reconnecting : texts.deviceOffline}</span>
        </div>
      )}
    </div>
  );
};
