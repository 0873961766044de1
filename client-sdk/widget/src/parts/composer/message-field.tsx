/** The field to write in: it grows with the text, Enter sends, Shift and Enter begin a line. */
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

export interface MessageFieldProps {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly label: string;
  readonly text: string;
  readonly onWrite: (text: string) => void;
  readonly onSend: () => void;
  readonly onFiles: (files: readonly File[]) => void;
}

export const MessageField = ({ field, label, text, onWrite, onSend, onFiles }: MessageFieldProps) => {
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = '0';
    area.style.height = `${Math.max(40, area.scrollHeight)}px`;
  }, [field, text]);
  return (
    <div class="composer-box">
      <textarea
        ref={field}
        rows={1}
        value={text}
        placeholder={label}
        aria-label={label}
        enterkeyhint="send"
        dir="auto"
        onInput={(event) => onWrite(event.currentTarget.value)}
        onPaste={(event) => {
          const files = [...(event.clipboardData?.files ?? [])];
          if (files.length === 0) return;
          event.preventDefault();
          onFiles(files);
        }}
        onKeyDown={(event) => {
          // While a word is being composed (and in Safari just after), Enter belongs to the input method.
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
          event.preventDefault();
          onSend();
        }}
      />
    </div>
  );
};
