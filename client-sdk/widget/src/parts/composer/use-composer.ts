/** What is being written: words and photos, and how they leave. */
import { limits } from '@senim/client';
import { useState } from 'preact/hooks';
import type { ChatSession } from '../chat/chat-session.ts';
import { isPhoto } from './chosen-files.ts';
import type { Recorded } from './voice-recording.ts';

/** Asks for consent to a purpose where it is still missing; true when it may go on. */
export type Permit = (purpose: 'photo' | 'voice') => Promise<boolean>;

export interface Composer {
  readonly text: string;
  readonly photos: readonly File[];
  readonly left: number;
  readonly canSend: boolean;
  write(text: string): void;
  /** Photos wait for a last look and a caption; other files leave at once. */
  choose(files: readonly File[]): void;
  remove(photo: File): void;
  send(): Promise<void>;
  sendVoice(recorded: Recorded): Promise<boolean>;
}

export const useComposer = (session: ChatSession, permit: Permit): Composer => {
  const [text, setText] = useState(session.draft);
  const [photos, setPhotos] = useState<readonly File[]>([]);
  const words = text.trim();
  const left = limits.messageCharacters - words.length;
  const canSend = (words !== '' || photos.length > 0) && left >= 0;

  const write = (written: string) => {
    setText(written);
    session.draft = written;
    session.setTyping(written.trim() !== '');
  };
  const send = async () => {
    if (!canSend || (photos.length > 0 && !(await permit('photo')))) return;
    write('');
    setPhotos([]);
    // The caption belongs to the last photo: it is read after all of them.
    photos.forEach((file, index) => {
      session.uploads.add({ kind: 'photo', file, text: index === photos.length - 1 ? words : '' });
    });
    if (photos.length === 0) session.send(words);
  };
  const sendVoice = async ({ file, durationMs, waveform }: Recorded) => {
    if (!(await permit('voice'))) return false;
    session.uploads.add({ kind: 'voice', file, durationMs, waveform });
    return true;
  };
  const choose = (files: readonly File[]) => {
    setPhotos([...photos, ...files.filter(isPhoto)].slice(0, limits.attachmentsPerMessage));
    for (const file of files.filter((each) => !isPhoto(each))) session.uploads.add({ kind: 'file', file });
  };
  const remove = (photo: File) => setPhotos(photos.filter((held) => held !== photo));

  return { text, photos, left, canSend, write, choose, remove, send, sendVoice };
};
