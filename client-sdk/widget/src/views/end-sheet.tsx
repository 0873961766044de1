/** Asks once more before a conversation is ended. */
import { useTexts } from '../parts/text/language.tsx';
import { Sheet } from './sheet.tsx';

export interface EndSheetProps {
  readonly onEnd: () => void;
  readonly onClose: () => void;
}

export const EndSheet = ({ onEnd, onClose }: EndSheetProps) => {
  const texts = useTexts();
  return (
    <Sheet title={texts.endChatQuestion} onCancel={onClose}>
      <div class="sheet-buttons">
        <button
          type="button"
          class="button"
          onClick={() => {
            onClose();
            onEnd();
          }}
        >
          {texts.endChat}
        </button>
        <button type="button" class="button quiet" onClick={onClose}>
          {texts.cancel}
        </button>
      </div>
    </Sheet>
  );
};
