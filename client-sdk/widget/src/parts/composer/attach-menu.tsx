/** The plus button: photos, files, and the separate door for identity documents. */
import { useRef } from 'preact/hooks';
import { Menu, type MenuItem } from '../menu.tsx';
import { useTexts } from '../text/language.tsx';
import { photoAccept } from './chosen-files.ts';

export interface AttachMenuProps {
  readonly onFiles: (files: readonly File[]) => void;
  readonly onIdentityDocument: (() => void) | undefined;
}

export const AttachMenu = ({ onFiles, onIdentityDocument }: AttachMenuProps) => {
  const texts = useTexts();
  const photos = useRef<HTMLInputElement>(null);
  const files = useRef<HTMLInputElement>(null);
  const picked = (input: HTMLInputElement) => {
    const chosen = [...(input.files ?? [])];
    // So that the same file can be chosen again.
    input.value = '';
    onFiles(chosen);
  };
  const items: MenuItem[] = [
    { key: 'photo', icon: 'photo', label: texts.attachPhoto, onChoose: () => photos.current?.click() },
    { key: 'file', icon: 'file', label: texts.attachFile, onChoose: () => files.current?.click() },
    ...(onIdentityDocument
      ? [{ key: 'card', icon: 'card' as const, label: texts.attachIdentityDocument, onChoose: onIdentityDocument }]
      : []),
  ];
  return (
    <Menu icon="attach" label={texts.attach} items={items} side="above">
      <input
        ref={photos}
        type="file"
        accept={photoAccept()}
        multiple
        hidden
        onChange={(event) => picked(event.currentTarget)}
      />
      <input ref={files} type="file" multiple hidden onChange={(event) => picked(event.currentTarget)} />
    </Menu>
  );
};
