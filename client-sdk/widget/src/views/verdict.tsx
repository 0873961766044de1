/** Shows the newest decision on one's identity documents: told now, or while one was away. */
import { type SenimClient, type Verification, verdictsOf } from '@senim/client';
import { useEffect, useState } from 'preact/hooks';
import { VerdictSheet } from './verdict-sheet.tsx';

/** Which decision was read and put away on this device: an id, nothing of the person. */
const SEEN = 'senim verdict';

const readSeen = (): string | null => {
  try {
    return localStorage.getItem(SEEN);
  } catch {
    // No storage: then it is shown once more.
    return null;
  }
};

const keepSeen = (id: string): void => {
  try {
    localStorage.setItem(SEEN, id);
  } catch {
    // As above.
  }
};

export const Verdict = ({ client }: { readonly client: SenimClient }) => {
  const [verdict, show] = useState<Verification | undefined>();
  useEffect(() => {
    let isWanted = true;
    verdictsOf(client)
      .mine()
      .then(([newest]) => isWanted && newest?.id !== readSeen() && show((told) => told ?? newest))
      // The event tells as well; another time.
      .catch(() => {});
    const stop = client.on('verification', show);
    return () => {
      isWanted = false;
      stop();
    };
  }, [client]);
  if (!verdict) return null;
  const close = () => {
    keepSeen(verdict.id);
    show(undefined);
  };
  return <VerdictSheet key={verdict.id} client={client} verdict={verdict} onClose={close} />;
};
