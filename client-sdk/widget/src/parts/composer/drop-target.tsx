/** A surface onto which files can be dropped. */
import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useTexts } from '../text/language.tsx';
import { filesOf, hasFiles } from './chosen-files.ts';

export interface DropTargetProps {
  readonly class: string;
  readonly onFiles: (files: readonly File[]) => void;
  readonly children: ComponentChildren;
}

export const DropTarget = ({ class: name, onFiles, children }: DropTargetProps) => {
  const texts = useTexts();
  const [over, setOver] = useState(false);
  // Moving onto a child leaves the parent: only when as many were left as entered has the file gone away.
  const depth = useRef(0);
  const enter = (event: DragEvent) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    depth.current += 1;
    setOver(true);
  };
  const leave = () => {
    depth.current = Math.max(0, depth.current - 1);
    if (depth.current === 0) setOver(false);
  };
  const drop = (event: DragEvent) => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    depth.current = 0;
    setOver(false);
    onFiles(filesOf(event.dataTransfer));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a convenience beside the file picker
    <div
      class={name}
      onDragEnter={enter}
      onDragLeave={leave}
      onDragOver={(event) => hasFiles(event.dataTransfer) && event.preventDefault()}
      onDrop={drop}
    >
      {children}
      {over && <div class="drop-cover">{texts.dropHere}</div>}
    </div>
  );
};
