/** The two key rings: the database says which key wraps, the providers have the keys, and every node says which of them it has. */
import { randomBytes, randomUUID } from 'node:crypto';
import { Fault } from '#kernel/fault';
import type { KeyRing } from '#kernel/key-ring';
import type { Logger } from '#kernel/logger';
import type { Database } from '#platform/postgres/database.postgres';
import { isUnavailable, type KeyProvider, providerOf, type RingName } from './key-provider.ts';
import { openOneOf } from './wrapped-keys.postgres.ts';
import {
  addKey,
  type ListedKey,
  listKeys,
  noteNode,
  probeContext,
  setProbe,
  strikeNode,
} from './wrapping-keys.postgres.ts';

export interface KeyRingsDeps {
  readonly database: Database;
  /** For each ring; the first wraps when the ring has no key yet. */
  readonly providers: Readonly<Record<RingName, readonly KeyProvider[]>>;
  readonly logger: Logger;
  /** How often the list is read and this node says what it has. */
  readonly intervalMs?: number;
}

export interface KeyRings extends AsyncDisposable {
  readonly master: KeyRing;
  readonly vault: KeyRing;
  /** Rejects when the keys that wrap cannot be used now. */
  check(): Promise<void>;
}

export const RINGS = ['master', 'vault'] as const satisfies readonly RingName[];
const INTERVAL_MS = 2_000;
/** An answer of the keeper of keys is good for so long: it is asked by every probe of the node. */
const CHECK_EVERY_MS = 10_000;
const PROBE_BYTES = 32;

export const probeOf = async (provider: KeyProvider, keyId: string): Promise<Buffer> =>
  provider.wrap(keyId, randomBytes(PROBE_BYTES), probeContext(keyId));

class SharedKeyRings implements KeyRings {
  readonly master = this.#ring('master');
  readonly vault = this.#ring('vault');
  readonly #nodeId = randomUUID();
  readonly #held = new Set<string>();
  readonly #deps: KeyRingsDeps;
  #listed = new Map<string, ListedKey>();
  #timer: NodeJS.Timeout | undefined;
  #following: Promise<void> | undefined;
  #checked: { readonly at: number; readonly answer: Promise<void> } | undefined;
  #wasTrouble = false;

  constructor(deps: KeyRingsDeps) {
    this.#deps = deps;
  }

  async open(): Promise<void> {
    await this.#read();
    for (const ring of RINGS) if (!this.#wrapping(ring)) await this.#addFirst(ring);
    await this.#read();
    for (const key of this.#listed.values()) if (key.state !== 'announced') await this.#prove(key);
    await this.#note();
    this.#timer = setInterval(() => void this.#follow(), this.#deps.intervalMs ?? INTERVAL_MS).unref();
  }

  check(): Promise<void> {
    const now = performance.now();
    if (!this.#checked || now - this.#checked.at > CHECK_EVERY_MS) {
      const unwrapAll = async (): Promise<void> => {
        for (const ring of RINGS) {
          const key = this.#wrapping(ring);
          if (key?.probe) await this.#provider(key).unwrap(key.id, key.probe, probeContext(key.id));
        }
      };
      this.#checked = { at: now, answer: unwrapAll() };
    }
    return this.#checked.answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#following;
    await strikeNode(this.#deps.database, this.#nodeId).catch(() => undefined);
  }

  #ring(ring: RingName): KeyRing {
    return {
      wrap: async (key, context) => {
        const listed = this.#wrapping(ring);
        if (!listed) throw new Fault(`the ${ring} key ring has no key`);
        return { wrapped: await this.#provider(listed).wrap(listed.id, key, context), keyId: listed.id };
      },
      unwrap: async ({ wrapped, keyId }, context) => {
        // One that was listed a moment ago.
        if (!this.#listed.has(keyId)) await this.#read();
        const listed = this.#listed.get(keyId);
        if (listed?.ring !== ring) throw new Fault(`the key ${keyId} is none of the ${ring} key ring’s`);
        return this.#provider(listed).unwrap(keyId, wrapped, context);
      },
    };
  }

  #provider({ ring, id }: ListedKey): KeyProvider {
    return providerOf(this.#deps.providers[ring], id);
  }

  #wrapping(ring: RingName): ListedKey | undefined {
    return [...this.#listed.values()].find((key) => key.ring === ring && key.state === 'wrapping');
  }

  async #read(): Promise<void> {
    const listed = new Map((await listKeys(this.#deps.database)).map((key) => [key.id, key]));
    for (const key of this.#listed.values()) {
      if (listed.has(key.id)) continue;
      this.#held.delete(key.id);
      this.#provider(key).forget?.(key.id);
    }
    this.#listed = listed;
  }

  async #addFirst(ring: RingName): Promise<void> {
    const provider = this.#deps.providers[ring][0];
    if (!provider) throw new Fault(`the ${ring} key ring has no provider`);
    const id = await provider.newest(ring, false);
    await addKey(this.#deps.database, { id, ring, state: 'wrapping', probe: await probeOf(provider, id) });
  }

  /** Throws a Fault when this node has another key of that name, or none. */
  async #prove(key: ListedKey): Promise<void> {
    const provider = this.#provider(key);
    try {
      if (key.probe) {
        await provider.unwrap(key.id, key.probe, probeContext(key.id));
      } else {
        await openOneOf(this.#deps.database, key, provider);
        await setProbe(this.#deps.database, key.id, await probeOf(provider, key.id));
      }
      this.#held.add(key.id);
    } catch (error) {
      if (!isUnavailable(error)) {
        const reason = (error as Error).message;
        throw new Fault(`the key ${key.id} of this database cannot be used: ${reason}`, { cause: error });
      }
      this.#deps.logger.warn({ error, key: key.id }, 'the keeper of keys cannot be reached');
    }
  }

  async #note(): Promise<void> {
    const wrapsUnder = RINGS.flatMap((ring) => this.#wrapping(ring)?.id ?? []);
    await noteNode(this.#deps.database, { id: this.#nodeId, held: [...this.#held], wrapsUnder });
  }

  /** Reads the list anew and says what this node has. */
  async #follow(): Promise<void> {
    if (this.#following !== undefined) return;
    const follow = async (): Promise<void> => {
      await this.#read();
      for (const key of this.#listed.values()) if (!this.#held.has(key.id)) await this.#prove(key);
      await this.#note();
    };
    this.#following = follow().then(
      () => {
        this.#wasTrouble = false;
      },
      (error: unknown) => {
        if (!this.#wasTrouble) this.#deps.logger.warn({ error }, 'the list of keys cannot be followed');
        this.#wasTrouble = true;
      },
    );
    await this.#following;
    this.#following = undefined;
  }
}

/** Throws a Fault when the keys of this node are not those of the database. */
export const openKeyRings = async (deps: KeyRingsDeps): Promise<KeyRings> => {
  const rings = new SharedKeyRings(deps);
  await rings.open();
  return rings;
};
