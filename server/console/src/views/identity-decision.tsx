/** For verifiers: a button, and the form behind it, to decide on one identity document. */
import {
  type CheckedFields,
  type DecideOnIdentityDocument,
  type ExtractedFields,
  type IdentityDocument,
  SenimError,
  type VerdictReason,
  type Verification,
  verdictReasons,
  verdictsOf,
} from '@senim/client';
import { problemText, useTexts } from '@senim/widget/parts';
import { useState } from 'preact/hooks';
import type { Desk } from '../console-session.ts';
import { useDecisionTexts } from '../text/decision-texts.ts';
import { Dialog } from './dialog.tsx';

export interface IdentityDecisionProps {
  readonly desk: Desk;
  readonly document: IdentityDocument;
}

const TYPED = ['familyName', 'givenName', 'personalNumber'] as const;

/** What stands in the form; empty fields are left out. */
const readForm = (form: FormData): { fields: ExtractedFields; zone?: string[] } => {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const zone = text('zone')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const fields = Object.fromEntries(TYPED.map((name) => [name, text(name)]).filter(([, value]) => value !== ''));
  return { fields, ...(zone.length > 0 ? { zone } : {}) };
};

const Checked = ({ checked }: { readonly checked: CheckedFields }) => {
  const own = useDecisionTexts();
  return (
    <div role="status">
      <p>{checked.faults.length === 0 ? own.sound : `${own.faults} ${checked.faults.join(', ')}`}</p>
      {checked.differences.map(({ field, profile, document }) => (
        <p key={field}>{own.differs(profile, document)}</p>
      ))}
    </div>
  );
};

const Reasons = () => {
  const own = useDecisionTexts();
  return (
    <>
      <label>
        <span class="label">{own.reason}</span>
        <select class="field" name="reason">
          {verdictReasons.map((reason) => (
            <option key={reason} value={reason}>
              {own.reasons[reason]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="label">{own.note}</span>
        <input class="field" name="note" maxLength={500} />
      </label>
    </>
  );
};

interface FormProps extends IdentityDecisionProps {
  readonly onDecided: (verdict: Verification) => void;
  readonly onClose: () => void;
}

const DecisionForm = ({ desk, document, onDecided, onClose }: FormProps) => {
  const texts = useTexts();
  const own = useDecisionTexts();
  const [checked, setChecked] = useState<CheckedFields | undefined>();
  const [error, setError] = useState<string | undefined>();
  const verdicts = verdictsOf(desk.client);
  const attempt = async (work: () => Promise<void>) => {
    setError(undefined);
    try {
      await work();
    } catch (caught) {
      const faults = caught instanceof SenimError ? caught.problem?.errors : undefined;
      setError(faults ? `${own.faults} ${faults.map(({ code }) => code).join(', ')}` : problemText(texts, caught));
    }
  };
  const decide = (decision: DecideOnIdentityDocument) =>
    attempt(async () => onDecided(await verdicts.decide(document.id, decision)));
  const submit = (form: FormData, action: string | null) => {
    const read = readForm(form);
    if (action === 'check') return attempt(async () => setChecked(await verdicts.check(document.id, read)));
    if (action === 'verify') return decide({ result: 'verified', ...read });
    const note = String(form.get('note') ?? '').trim();
    const reason = String(form.get('reason')) as VerdictReason;
    if (reason === 'other' && note === '') return setError(own.needsNote);
    return decide({ result: 'rejected', reason, ...(note === '' ? {} : { note }) });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget), event.submitter?.getAttribute('value') ?? 'check');
      }}
    >
      <label>
        <span class="label">{own.zone}</span>
        <textarea class="field" name="zone" rows={3} maxLength={200} placeholder={own.zoneHint} spellcheck={false} />
      </label>
      {TYPED.map((name) => (
        <label key={name}>
          <span class="label">{own[name]}</span>
          <input class="field" name={name} maxLength={100} autocomplete="off" />
        </label>
      ))}
      {checked && <Checked checked={checked} />}
      <div class="box-buttons">
        <button type="submit" class="button quiet" value="check">
          {own.check}
        </button>
        <button type="submit" class="button" value="verify">
          {own.verify}
        </button>
      </div>
      <Reasons />
      {error && (
        <p class="form-problem" role="alert">
          {error}
        </p>
      )}
      <p class="soft">{own.pictureGoes}</p>
      <div class="box-buttons">
        <button type="button" class="button quiet" onClick={onClose}>
          {texts.cancel}
        </button>
        <button type="submit" class="button" value="reject">
          {own.reject}
        </button>
      </div>
    </form>
  );
};

export const IdentityDecision = ({ desk, document }: IdentityDecisionProps) => {
  const own = useDecisionTexts();
  const [isOpen, open] = useState(false);
  const [verdict, setVerdict] = useState<Verification | undefined>();
  if (verdict && verdict.state === 'final') {
    return <span role="status">{verdict.result === 'verified' ? own.isVerified : own.isRejected}</span>;
  }
  return (
    <>
      {verdict && <span role="status">{own.isWaiting}</span>}
      <button type="button" class="button quiet small" onClick={() => open(true)}>
        {own.decide}
      </button>
      {isOpen && (
        <Dialog title={own.title} onClose={() => open(false)}>
          <DecisionForm
            desk={desk}
            document={document}
            onClose={() => open(false)}
            onDecided={(decided) => {
              setVerdict(decided);
              open(false);
            }}
          />
        </Dialog>
      )}
    </>
  );
};
