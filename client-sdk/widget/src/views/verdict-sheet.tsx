/** Tells a person what was decided on their identity document, why, what to do now, and asks where their profile differs. */
import { type SenimClient, type Verification, verdictsOf } from '@senim/client';
import { useState } from 'preact/hooks';
import { problemText } from '../parts/chat/problem-text.ts';
import { useFileTexts } from '../parts/text/files/use-file-texts.ts';
import { useTexts } from '../parts/text/language.tsx';
import { Sheet } from './sheet.tsx';
import { useVerdictTexts } from './verdict-texts.ts';

export interface VerdictSheetProps {
  readonly client: SenimClient;
  readonly verdict: Verification;
  readonly onClose: () => void;
}

const READ = 'senim verdict';

/** One that was closed is not shown again on this device; without storage it is. */
const isRead = ({ id }: Verification): boolean => {
  try {
    return localStorage.getItem(READ) === id;
  } catch {
    return false;
  }
};

const noteRead = ({ id }: Verification): void => {
  try {
    localStorage.setItem(READ, id);
  } catch {
    // Shown again the next time.
  }
};

/** Nothing for one that has been read. */
export const VerdictSheet = (props: VerdictSheetProps) => {
  const [wasRead] = useState(isRead(props.verdict));
  return wasRead ? null : <Unread {...props} />;
};

const Unread = ({ client, verdict, onClose }: VerdictSheetProps) => {
  const close = () => {
    noteRead(verdict);
    onClose();
  };
  const texts = useTexts();
  const own = useVerdictTexts();
  const files = useFileTexts();
  const [known, setKnown] = useState(verdict);
  const [error, setError] = useState<string | undefined>();
  const answer = async (right: 'profile' | 'document') => {
    setError(undefined);
    try {
      setKnown(await verdictsOf(client).answer(verdict.id, { field: 'name', answer: right }));
    } catch (caught) {
      setError(problemText(texts, caught));
    }
  };
  const isVerified = known.result === 'verified';
  return (
    <Sheet title={isVerified ? own.verified : own.rejected} onCancel={close}>
      <p>{files.documentTypes[known.documentType]}</p>
      <p role="status">{isVerified ? own.verifiedText : known.reason && own.reasons[known.reason]}</p>
      {known.note !== undefined && (
        <p>
          {own.verifierSays} “{known.note}”
        </p>
      )}
      {!isVerified && <p>{own.whatNow}</p>}
      {known.differences.map((difference) =>
        difference.answer ? (
          <p key={difference.field} role="status">
            {own.thanks}
          </p>
        ) : (
          <div key={difference.field} class="sheet-buttons">
            <p>{own.differs(difference.profile, difference.document)}</p>
            <button type="button" class="button quiet" onClick={() => void answer('profile')}>
              {own.profileIsRight}
            </button>
            <button type="button" class="button quiet" onClick={() => void answer('document')}>
              {own.documentIsRight}
            </button>
          </div>
        ),
      )}
      <p>{own.gone}</p>
      {error && (
        <p class="foot-problem" role="alert">
          {error}
        </p>
      )}
      <div class="sheet-buttons">
        <button type="button" class="button" onClick={close}>
          {texts.close}
        </button>
      </div>
    </Sheet>
  );
};
