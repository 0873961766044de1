/** The first screen: what is kept, and a tick box of its own, unticked, for each purpose. */
import type { Policy, Purpose } from '@senim/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import { problemText } from '../parts/chat/problem-text.ts';
import { useTexts } from '../parts/text/language.tsx';
import { PolicyText } from './policy-text.tsx';

export interface ConsentScreenProps {
  readonly policy: Policy;
  /** A newer policy than the one that was consented to. */
  readonly changed: boolean;
  readonly onAgree: (purposes: readonly Purpose[]) => Promise<void>;
  readonly onDecline: () => void;
}

interface TickProps {
  readonly label: string;
  readonly ticked: boolean;
  readonly required?: boolean;
  readonly onTick: (ticked: boolean) => void;
}

const Tick = ({ label, ticked, required = false, onTick }: TickProps) => (
  <label class="tick">
    <input
      type="checkbox"
      checked={ticked}
      required={required}
      onChange={(event) => onTick(event.currentTarget.checked)}
    />
    <span>{label}</span>
  </label>
);

export const ConsentScreen = ({ policy, changed, onAgree, onDecline }: ConsentScreenProps) => {
  const texts = useTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  const [ticked, setTicked] = useState<readonly Purpose[]>([]);
  const [error, setError] = useState<string | undefined>();
  const [busy, setBusy] = useState(false);
  useEffect(() => heading.current?.focus(), []);

  const complete = policy.required.every((purpose) => ticked.includes(purpose));
  const tickFor = (purpose: Purpose, required: boolean) => (
    <Tick
      key={purpose}
      label={policy.purposeTexts[purpose] ?? purpose}
      ticked={ticked.includes(purpose)}
      required={required}
      onTick={(on) => setTicked([...ticked.filter((held) => held !== purpose), ...(on ? [purpose] : [])])}
    />
  );
  const agree = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onAgree(ticked);
    } catch (caught) {
      setError(problemText(texts, caught));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      class="screen"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (complete) return void agree();
        setError(texts.consentTickFirst);
        event.currentTarget.querySelector<HTMLInputElement>('input:invalid')?.focus();
      }}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section class="screen-body" tabIndex={0} aria-label={texts.consentLead}>
        <h2 ref={heading} tabIndex={-1}>
          {texts.consentLead}
        </h2>
        <p class="lead">{changed ? texts.consentChanged : texts.consentIntro}</p>
        <details>
          <summary>{texts.consentReadAll}</summary>
          <PolicyText text={policy.text} />
          <p class="version">{texts.consentVersion(policy.version)}</p>
        </details>
        <fieldset>
          <legend>{texts.consentRequired}</legend>
          {policy.required.map((purpose) => tickFor(purpose, true))}
        </fieldset>
        {policy.optional.length > 0 && (
          <fieldset>
            <legend>{texts.consentOptional}</legend>
            {policy.optional.map((purpose) => tickFor(purpose, false))}
          </fieldset>
        )}
      </section>
      <div class="screen-foot">
        {error && (
          <p class="foot-problem" role="alert">
            {error}
          </p>
        )}
        <button type="submit" class="button" disabled={busy} aria-disabled={!complete}>
          {texts.consentAgree}
        </button>
        <button type="button" class="button quiet" disabled={busy} onClick={onDecline}>
          {texts.consentDecline}
        </button>
      </div>
    </form>
  );
};
