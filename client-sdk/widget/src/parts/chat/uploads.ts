/** Photos, voice messages and files on their way: shown at once, stopped, tried again, never sent twice. */
import type { Conversation, SendAttachmentOptions, SenimError } from '@senim/client';
import type { Store } from '../store.ts';
import type { ChatState, Upload, UploadKind } from './chat-state.ts';

export interface NewUpload {
  readonly kind: UploadKind;
  readonly file: Blob;
  readonly name?: string;
  readonly text?: string;
  readonly durationMs?: number;
  readonly waveform?: readonly number[];
}

export class Uploads {
  readonly #conversation: Conversation;
  readonly #store: Store<ChatState>;
  readonly #running = new Map<string, AbortController>();

  constructor(conversation: Conversation, store: Store<ChatState>) {
    this.#conversation = conversation;
    this.#store = store;
  }

  add({ kind, file, name, text = '', ...more }: NewUpload): void {
    const upload: Upload = {
      ...more,
      id: crypto.randomUUID(),
      kind,
      file,
      name: name ?? (file instanceof File ? file.name : kind),
      text,
      createdAt: new Date().toISOString(),
      url: URL.createObjectURL(file),
      fraction: 0,
    };
    this.#store.set(({ uploads }) => ({ uploads: [...uploads, upload] }));
    this.#run(upload);
  }

  retry(id: string): void {
    const upload = this.#store.get().uploads.find((held) => held.id === id);
    if (!upload) return;
    const { error: _, ...again } = { ...upload, fraction: 0 };
    this.#store.set(({ uploads }) => ({ uploads: uploads.map((held) => (held.id === id ? again : held)) }));
    this.#run(again);
  }

  discard(id: string): void {
    this.#running.get(id)?.abort();
    this.#remove(id);
  }

  dispose(): void {
    for (const controller of this.#running.values()) controller.abort();
    for (const { url } of this.#store.get().uploads) URL.revokeObjectURL(url);
  }

  #run(upload: Upload): void {
    const controller = new AbortController();
    this.#running.set(upload.id, controller);
    const options: SendAttachmentOptions = {
      name: upload.name,
      clientMessageId: upload.id,
      signal: controller.signal,
      onProgress: ({ fraction }) => this.#change(upload.id, { fraction }),
      ...(upload.text && { text: upload.text }),
    };
    const conversation = this.#conversation;
    const send = {
      photo: () => conversation.sendPhoto(upload.file, options),
      voice: () => conversation.sendVoice(upload.file, options),
      file: () => conversation.sendFile(upload.file, options),
    }[upload.kind];
    send()
      .then(() => this.#remove(upload.id))
      .catch((error: SenimError) => {
        if (!controller.signal.aborted) this.#change(upload.id, { error });
      })
      .finally(() => this.#running.delete(upload.id));
  }

  #change(id: string, news: Partial<Upload>): void {
    this.#store.set(({ uploads }) => ({
      uploads: uploads.map((held) => (held.id === id ? { ...held, ...news } : held)),
    }));
  }

  #remove(id: string): void {
    const upload = this.#store.get().uploads.find((held) => held.id === id);
    if (!upload) return;
    this.#store.set(({ uploads }) => ({ uploads: uploads.filter((held) => held.id !== id) }));
    // The bubble may still be drawing it while the sanitised one is fetched.
    setTimeout(() => URL.revokeObjectURL(upload.url), 30_000);
  }
}
