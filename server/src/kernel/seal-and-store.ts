/** Stores something sealed; once more under another key when retention destroyed the first in between. */
import type { Awaitable } from './awaitable.ts';
import type { DataKey, DataKeys } from './data-keys.ts';

/** Raised by the database's trigger `data_key_must_exist`. */
const DATA_KEY_DESTROYED = 'SN001';

/** @param store seals under the key it is given and stores the result; called twice at most. */
export const sealAndStore = async <Result>(
  dataKeys: DataKeys,
  findKey: (dataKeys: DataKeys) => Awaitable<DataKey>,
  store: (key: DataKey) => Promise<Result>,
): Promise<Result> => {
  const key = await findKey(dataKeys);
  try {
    return await store(key);
  } catch (error) {
    if ((error as { code?: unknown }).code !== DATA_KEY_DESTROYED) throw error;
    dataKeys.forget([key.id]);
    return store(await findKey(dataKeys));
  }
};
