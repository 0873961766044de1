/** Shows the newest decision on one's identity documents: told now, or while one was away. */
import { type SenimClient, type Verification, verdictsOf } from '@senim/client';
import { useEffect, useState } from 'preact/hooks';
import { VerdictSheet } from './verdict-sheet.tsx';

export const Verdict = ({ client }: { readonly client: SenimClient }) => {
  const [verdict, show] = useState<Verification | undefined>();
  useEffect(() => {
    let isWanted = true;
    verdictsOf(client)
      .mine()
      .then(([newest]) => isWanted && show((told) => told ?? newest))
      // The event tells as well; another time.
      .catch(() => {});
    const stop = client.on('verification', show);
    return () => {
      isWanted = false;
      stop();
    };
  }, [client]);
  if (!verdict) return null;
  return <VerdictSheet key={verdict.id} client={client} verdict={verdict} onClose={() => show(undefined)} />;
};
