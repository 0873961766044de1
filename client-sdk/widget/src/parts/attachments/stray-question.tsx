/** Under a file that the server took for an identity document: the separate door, or the sender's word that it is none. */
import type { HandOver } from '../chat/message-actions.ts';
import type { MessageRow } from '../chat/rows.ts';
import { useFileTexts } from '../text/files/use-file-texts.ts';

export interface StrayQuestionProps {
  readonly row: MessageRow;
  readonly onInsist: () => void;
  readonly onHandOver: HandOver | undefined;
}

const CODE = 'attachment/identity-document';

export const StrayQuestion = ({ row, onInsist, onHandOver }: StrayQuestionProps) => {
  const own = useFileTexts();
  const code = row.delivery === 'failed' ? (row.error?.code ?? '') : '';
  if (!code.startsWith(CODE)) return null;
  return (
    <div class="stray-question">
      {onHandOver && (
        <button type="button" class="button small" onClick={() => onHandOver({ uploadId: row.key })}>
          {own.handOverSafely}
        </button>
      )}
      {code !== CODE && (
        <button type="button" class="button quiet small" onClick={onInsist}>
          {own.noIdentityDocument}
        </button>
      )}
    </div>
  );
};
