/** What is being written: words and photos, and how they leave. */
import { limits } from '@senim/client';
import { useRef, useState } from 'preact/hooks';
import type { ChatSession } from '../chat/chat-session.ts';
import type { NewUpload } from '../chat/uploads.ts';
import { isPhoto } from './chosen-files.ts';
import type { Recorded } from './voice-recording.ts';

/** Asks for consent to a purpose where it is still missing; true when it may go on. */
export type Permit = (purpose: 'photo' | 'voice') => Promise<boolean>;

export interface Composer {
  readonly text: string;
  readonly photos: readonly File[];
  readonly left: number;
  readonly canSend: boolean;
  /** Why nothing could leave. */
  readonly error: unknown;
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
  const [error, setError] = useState<unknown>();
  const words = text.trim();
  const left = limits.messageCharacters - words.length;
  const canSend = (words !== '' || photos.length > 0) && left >= 0;

  const write = (written: string) => {
    setText(written);
    session.draft = written;
    session.setTyping(written.trim() !== '');
  };
  /** False when it could not leave: then it stays where it was. */
  const upload = async (files: NewUpload): Promise<boolean> => {
    setError(undefined);
    try {
      await session.upload(files);
      return true;
    } catch (caught) {
      setError(caught);
      return false;
    }
  };
  const leaving = useRef(false);
  const send = async () => {
    if (leaving.current || !canSend || (photos.length > 0 && !(await permit('photo')))) return;
    // Pressing twice is no wish to send twice.
    leaving.current = true;
    const gone = photos.length === 0 || (await upload({ kind: 'photo', files: photos, text: words }));
    leaving.current = false;
    if (!gone) return;
    if (photos.length === 0) session.send(words);
    write('');
    setPhotos([]);
  };
  const sendVoice = async ({ file, durationMs, waveform }: Recorded) =>
    (await permit('voice')) && upload({ kind: 'voice', files: [file], durationMs, waveform });
  const choose = (files: readonly File[]) => {
    setPhotos([...photos, ...files.filter(isPhoto)].slice(0, limits.attachmentsPerMessage));
    for (const file of files.filter((each) => !isPhoto(each))) void upload({ kind: 'file', files: [file] });
  };
  const remove = (photo: File) => setPhotos(photos.filter((held) => held !== photo));

  return { text, photos, left, canSend, error, write, choose, remove, send, sendVoice };
};
