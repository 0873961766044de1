/** Says that there is no connection, when that has lasted longer than a blink. */
import type { ConnectionState } from '@senim/client';
import { useEffect, useState } from 'preact/hooks';
import { useTexts } from '../text/language.tsx';

const PATIENCE_MS = 1_500;

/** What the device says of itself, sooner than a silent socket does. */
const useDeviceOnline = (): boolean => {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    addEventListener('online', update);
    addEventListener('offline', update);
    return () => {
      removeEventListener('online', update);
      removeEventListener('offline', update);
    };
  }, []);
  return online;
};

export const ConnectionNotice = ({ state }: { state: ConnectionState }) => {
  const texts = useTexts();
  const deviceOnline = useDeviceOnline();
  const [shown, show] = useState(false);
  const fine = deviceOnline && (state === 'connected' || state === 'idle');
  useEffect(() => {
    show(false);
    if (fine) return;
    const timer = setTimeout(() => show(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [fine]);
  return (
    <div role="status">
      {shown && !fine && (
        <div class="notice">
          <span class="spinner" aria-hidden="true" />
          <span>{deviceOnline ? texts.reconnecting : texts.deviceOffline}</span>
        </div>
      )}
    </div>
  );
};
