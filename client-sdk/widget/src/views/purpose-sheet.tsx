/** Asks for one optional purpose at the moment it is needed. */
import type { Policy } from '@senim/client';
import { useEffect, useState } from 'preact/hooks';
import { problemText } from '../parts/chat/problem-text.ts';
import { useFileTexts } from '../parts/text/files/use-file-texts.ts';
import { useTexts } from '../parts/text/language.tsx';
import { Sheet } from './sheet.tsx';

export interface PurposeSheetProps {
  readonly purpose: 'photo' | 'voice';
  readonly loadPolicy: () => Promise<Policy>;
  /** With the policy that was agreed to, or nothing. */
  readonly onAnswer: (policy?: Policy) => Promise<void>;
}

export const PurposeSheet = ({ purpose, loadPolicy, onAnswer }: PurposeSheetProps) => {
  const texts = useTexts();
  const own = useFileTexts();
  const [policy, setPolicy] = useState<Policy | undefined>();
  const [ticked, setTicked] = useState(false);
  const [error, setError] = useState<string | undefined>();
  const fail = (caught: unknown) => setError(problemText(texts, caught));
  useEffect(() => {
    loadPolicy().then(setPolicy).catch(fail);
  }, []);
  return (
    <Sheet title={purpose === 'photo' ? own.purposePhotoTitle : own.purposeVoiceTitle} onCancel={() => void onAnswer()}>
      <p>{own.purposeNote}</p>
      {policy ? (
        <label class="tick">
          <input type="checkbox" checked={ticked} onChange={(event) => setTicked(event.currentTarget.checked)} />
          <span>{policy.purposeTexts[purpose]}</span>
        </label>
      ) : (
        !error && <div class="spinner" role="status" aria-label={texts.loading} />
      )}
      {error && (
        <p class="foot-problem" role="alert">
          {error}
        </p>
      )}
      <div class="sheet-buttons">
        <button
          type="button"
          class="button"
          disabled={!policy || !ticked}
          onClick={() => policy && void onAnswer(policy).catch(fail)}
        >
          {own.purposeAllow}
        </button>
        <button type="button" class="button quiet" onClick={() => void onAnswer()}>
          {own.purposeDecline}
        </button>
      </div>
    </Sheet>
  );
};
