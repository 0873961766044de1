/** An agent's e-mail address and password. */
import { Icon, localeNames, locales, problemText, type Store, useStore, useTexts } from '@senim/widget/parts';
import { useRef, useState } from 'preact/hooks';
import type { ConsoleSession } from '../console-session.ts';
import type { Preferences } from '../preferences.ts';
import { useConsoleTexts } from '../text/use-console-texts.ts';

export interface SignInFormProps {
  readonly session: ConsoleSession;
  readonly preferences: Store<Preferences>;
}

export const SignInForm = ({ session, preferences }: SignInFormProps) => {
  const texts = useTexts();
  const own = useConsoleTexts();
  const { locale } = useStore(preferences);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | undefined>();
  const password = useRef<HTMLInputElement>(null);
  const submit = async (form: HTMLFormElement) => {
    const entered = new FormData(form);
    setBusy(true);
    setError(undefined);
    try {
      await session.signIn(String(entered.get('email')).trim(), String(entered.get('password')));
    } catch (caught) {
      setError(problemText(texts, caught));
      setBusy(false);
      password.current?.select();
    }
  };
  return (
    <main class="sign-in">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit(event.currentTarget);
        }}
      >
        <span class="mark">
          <Icon name="shield" />
        </span>
        <h1>{own.title}</h1>
        <label>
          <span class="label">{own.email}</span>
          <input class="field" type="email" name="email" autocomplete="username" required />
        </label>
        <label>
          <span class="label">{own.password}</span>
          <input
            ref={password}
            class="field"
            type="password"
            name="password"
            autocomplete="current-password"
            required
          />
        </label>
        {error && (
          <p class="form-problem" role="alert">
            {error}
          </p>
        )}
        <button type="submit" class="button" disabled={busy}>
          {busy ? own.signingIn : own.signIn}
        </button>
        <div class="languages">
          {locales.map((key) => (
            <button
              key={key}
              type="button"
              class="link-button"
              lang={key}
              aria-pressed={key === locale}
              onClick={() => preferences.set({ locale: key })}
            >
              {localeNames[key]}
            </button>
          ))}
        </div>
      </form>
    </main>
  );
};
