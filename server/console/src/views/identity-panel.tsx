/** For verifiers: the identity documents in the vault, described; a look needs a reason. */
import type { IdentityDocument } from '@senim/client';
import { useFileTexts } from '@senim/widget/file-texts';
import { formatMoment, IconButton, problemText, useLocale, useTexts } from '@senim/widget/parts';
import { useEffect, useState } from 'preact/hooks';
import type { Desk } from '../console-session.ts';
import { useConsoleTexts } from '../text/use-console-texts.ts';
import { Choice } from './choice.tsx';
import { IdentityDecision } from './identity-decision.tsx';
import { IdentityLook } from './identity-look.tsx';

export interface IdentityPanelProps {
  readonly desk: Desk;
  /** Of the conversation in front. */
  readonly conversationId: string | undefined;
  readonly onClose: () => void;
}

export const IdentityPanel = ({ desk, conversationId, onClose }: IdentityPanelProps) => {
  const texts = useTexts();
  const own = useConsoleTexts();
  const files = useFileTexts();
  const locale = useLocale();
  const [scope, setScope] = useState<'all' | 'this'>('all');
  const [documents, setDocuments] = useState<readonly IdentityDocument[] | undefined>();
  const [error, setError] = useState<unknown>();
  const [looking, lookAt] = useState<IdentityDocument | undefined>();
  const of = scope === 'this' ? conversationId : undefined;

  useEffect(() => {
    let wanted = true;
    setError(undefined);
    desk.client.identityDocuments
      .list(of ? { conversationId: of } : {})
      .then((list) => wanted && setDocuments(list))
      .catch((caught: unknown) => wanted && setError(caught));
    return () => {
      wanted = false;
    };
  }, [desk, of]);

  return (
    <aside class="documents" aria-label={own.identityDocuments}>
      <header class="pane-head">
        <h2>{own.identityDocuments}</h2>
        {desk.inbox && <IconButton name="close" label={texts.close} onClick={onClose} />}
      </header>
      {conversationId && (
        <div class="filters">
          <Choice
            label={own.identityDocuments}
            value={scope}
            options={[
              ['all', own.everyone],
              ['this', own.forConversation],
            ]}
            onChoose={setScope}
          />
        </div>
      )}
      <ul class="entries">
        {documents?.map((document) => (
          <li key={document.id} class="document">
            <span>
              <b>{files.documentTypes[document.documentType]}</b>
              <time dateTime={document.createdAt}>{formatMoment(document.createdAt, locale, texts)}</time>
            </span>
            {document.status === 'stored' && <IdentityDecision desk={desk} document={document} />}
            {document.status === 'stored' ? (
              <button type="button" class="button quiet small" onClick={() => lookAt(document)}>
                {own.look}
              </button>
            ) : (
              <span class="soft">{own.destroyed}</span>
            )}
          </li>
        ))}
        {documents?.length === 0 && <li class="inbox-note">{own.noDocuments}</li>}
        {!documents && error === undefined && (
          <li class="inbox-note">
            <div class="spinner" role="status" aria-label={texts.loading} />
          </li>
        )}
        {error !== undefined && (
          <li class="inbox-note" role="alert">
            {problemText(texts, error)}
          </li>
        )}
      </ul>
      {looking && <IdentityLook desk={desk} document={looking} onClose={() => lookAt(undefined)} />}
    </aside>
  );
};
