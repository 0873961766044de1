/** One question before something that is not taken back. */
import { useTexts } from '@senim/widget/parts';
import { Dialog } from './dialog.tsx';

export interface ConfirmProps {
  readonly question: string;
  readonly yes: string;
  readonly onYes: () => void;
  readonly onClose: () => void;
}

export const Confirm = ({ question, yes, onYes, onClose }: ConfirmProps) => {
  const texts = useTexts();
  return (
    <Dialog title={question} onClose={onClose}>
      <div class="box-buttons">
        <button type="button" class="button quiet" onClick={onClose}>
          {texts.cancel}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            onClose();
            onYes();
          }}
        >
          {yes}
        </button>
      </div>
    </Dialog>
  );
};
