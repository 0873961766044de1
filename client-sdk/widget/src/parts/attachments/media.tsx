/** Fetches attachments' bytes once and keeps them as object URLs while the conversation is on the screen. */
import type { ContentOptions, SenimClient } from '@senim/client';
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';

export type Variant = NonNullable<ContentOptions['variant']>;

export class Media {
  readonly #client: Pick<SenimClient, 'attachments'>;
  readonly #urls = new Map<string, Promise<string>>();

  constructor(client: Pick<SenimClient, 'attachments'>) {
    this.#client = client;
  }

  url(id: string, variant: Variant): Promise<string> {
    const key = `${id} ${variant}`;
    const known = this.#urls.get(key);
    if (known !== undefined) return known;
    const url = this.#client.attachments.content(id, { variant }).then((blob) => URL.createObjectURL(blob));
    this.#urls.set(key, url);
    // What failed may be asked for again.
    url.catch(() => this.#urls.delete(key));
    return url;
  }

  dispose(): void {
    for (const url of this.#urls.values()) url.then(URL.revokeObjectURL).catch(() => undefined);
    this.#urls.clear();
  }
}

export const MediaContext = createContext<Media | undefined>(undefined);

export const useMedia = (): Media => {
  const media = useContext(MediaContext);
  if (!media) throw new Error('a view of attachments stands outside of MediaContext');
  return media;
};

/** The URL of an attachment's bytes once they are here; `failed` when they could not be fetched. */
export const useMediaUrl = (id: string | undefined, variant: Variant): { url?: string; failed?: boolean } => {
  const media = useMedia();
  const [held, hold] = useState<{ id?: string; url?: string; failed?: boolean }>({});
  useEffect(() => {
    if (!id) return;
    let wanted = true;
    media
      .url(id, variant)
      .then((url) => wanted && hold({ id, url }))
      .catch(() => wanted && hold({ id, failed: true }));
    return () => {
      wanted = false;
    };
  }, [media, id, variant]);
  return held.id === id ? held : {};
};

/** Hands a blob to the browser's downloads. */
export const saveAs = (url: string, name: string): void => {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
};
