/** Photos, voice messages and files on their way: shown at once, stopped, tried again, never sent twice, in their order. */
import type { Conversation, PreparedPhoto, SenimClient, SenimError } from '@senim/client';
import type { Store } from '../store.ts';
import type { ChatState, Upload, UploadFile, UploadKind } from './chat-state.ts';

export interface NewUpload {
  readonly kind: UploadKind;
  readonly files: readonly Blob[];
  readonly text?: string;
  /** Of a voice message. */
  readonly durationMs?: number;
  readonly waveform?: readonly number[];
}

/** Of one message, so that a slow link shows the first photo before it begins the third. */
const AT_ONCE = 2;
/** The bubble may still be drawing a file while the sanitised one is fetched. */
const REVOKE_AFTER_MS = 30_000;

export class Uploads {
  readonly #attachments: SenimClient['attachments'];
  readonly #conversation: Conversation;
  readonly #store: Store<ChatState>;
  /** By file. */
  readonly #running = new Map<string, AbortController>();

  constructor(attachments: SenimClient['attachments'], conversation: Conversation, store: Store<ChatState>) {
    this.#attachments = attachments;
    this.#conversation = conversation;
    this.#store = store;
  }

  add({ kind, files, text = '', ...more }: NewUpload): void {
    const upload: Upload = {
      id: crypto.randomUUID(),
      text,
      createdAt: new Date().toISOString(),
      files: files.map((file) => ({
        ...more,
        id: crypto.randomUUID(),
        kind,
        file,
        name: file instanceof File ? file.name : kind,
        url: URL.createObjectURL(file),
        progress: { sent: 0, total: file.size, fraction: 0, phase: 'preparing' },
      })),
    };
    this.#store.set(({ uploads }) => ({ uploads: [...uploads, upload] }));
    void this.#run(upload.id);
  }

  /** What failed; what has arrived stays where it is. */
  retry(id: string): void {
    this.#change(id, ({ error: _, ...upload }) => ({
      ...upload,
      files: upload.files.map(({ error: _failed, ...file }) => file),
    }));
    void this.#run(id);
  }

  /** What the server took for an identity document, with the word of its sender that it is none: another upload. */
  insist(id: string): void {
    this.#change(id, (upload) => ({
      ...upload,
      files: upload.files.map((file) =>
        file.error ? { ...file, id: crypto.randomUUID(), notIdentityDocument: true } : file,
      ),
    }));
    this.retry(id);
  }

  discard(id: string): void {
    const upload = this.#find(id);
    if (!upload) return;
    this.#store.set(({ uploads }) => ({ uploads: uploads.filter((held) => held.id !== id) }));
    for (const file of upload.files) this.#letGo(file);
  }

  discardFile(id: string, fileId: string): void {
    const upload = this.#find(id);
    const file = upload?.files.find((held) => held.id === fileId);
    if (!upload || !file) return;
    if (upload.files.length === 1) {
      this.discard(id);
      return;
    }
    this.#change(id, (held) => ({ ...held, files: held.files.filter((each) => each.id !== fileId) }));
    this.#letGo(file);
    void this.#sendWhenThere(id);
  }

  dispose(): void {
    for (const controller of this.#running.values()) controller.abort();
    for (const { files } of this.#store.get().uploads) for (const { url } of files) URL.revokeObjectURL(url);
  }

  #letGo({ id, url }: UploadFile): void {
    this.#running.get(id)?.abort();
    setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER_MS);
  }

  #find(id: string): Upload | undefined {
    return this.#store.get().uploads.find((held) => held.id === id);
  }

  #change(id: string, change: (upload: Upload) => Upload): void {
    this.#store.set(({ uploads }) => ({ uploads: uploads.map((held) => (held.id === id ? change(held) : held)) }));
  }

  #changeFile(id: string, fileId: string, news: Partial<UploadFile>): void {
    this.#change(id, (upload) => ({
      ...upload,
      files: upload.files.map((file) => (file.id === fileId ? { ...file, ...news } : file)),
    }));
  }

  async #run(id: string): Promise<void> {
    const waiting = this.#find(id)?.files.filter((file) => !file.attachmentId && !this.#running.has(file.id)) ?? [];
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { id: fileId } = next;
        // It may have been left out while it waited.
        if (this.#find(id)?.files.some((file) => file.id === fileId)) await this.#uploadFile(id, next);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    await this.#sendWhenThere(id);
  }

  async #uploadFile(
    id: string,
    { id: fileId, kind, file, name, notIdentityDocument = false }: UploadFile,
  ): Promise<void> {
    const { signal } = this.#begin(fileId);
    const options = {
      name,
      key: fileId,
      signal,
      notIdentityDocument,
      onProgress: (progress: UploadFile['progress']) => this.#changeFile(id, fileId, { progress }),
    };
    const made: { photo?: PreparedPhoto } = {};
    try {
      // One that is still being checked is sent as well: its readers see that it is.
      const { id: attachmentId } = await this.#attachments.upload(this.#conversation.id, kind, file, {
        ...options,
        onPrepared: (photo) => {
          made.photo = photo;
        },
      });
      const { photo } = made;
      if (photo) this.#store.set(({ prepared }) => ({ prepared: { ...prepared, [attachmentId]: photo } }));
      this.#changeFile(id, fileId, { attachmentId });
    } catch (error) {
      if (!signal.aborted) this.#changeFile(id, fileId, { error: error as SenimError });
    } finally {
      this.#running.delete(fileId);
    }
  }

  #begin(fileId: string): AbortController {
    const controller = new AbortController();
    this.#running.set(fileId, controller);
    return controller;
  }

  /** One message with all of them, once each has arrived. */
  async #sendWhenThere(id: string): Promise<void> {
    const upload = this.#find(id);
    const attachmentIds = upload?.files.flatMap(({ attachmentId }) => attachmentId ?? []) ?? [];
    if (!upload || attachmentIds.length === 0 || attachmentIds.length < upload.files.length) return;
    try {
      await this.#conversation.send(upload.text, { clientMessageId: id, attachmentIds });
      this.discard(id);
    } catch (error) {
      this.#change(id, (held) => ({ ...held, error: error as SenimError }));
    }
  }
}
