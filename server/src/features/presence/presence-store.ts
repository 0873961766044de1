/** Who has at least one connection, on any node. */

/** Never rejects: what cannot be asked is not known, and nobody's conversation depends on it. */
export interface PresenceStore {
  /** @returns true when this is the principal's only connection. */
  add(principalId: string, connectionId: string): Promise<boolean>;
  /** @returns true when it was the principal's last connection. */
  remove(principalId: string, connectionId: string): Promise<boolean>;
  /** Who of them is online; those of whom it is not known are not in it. */
  online(principalIds: readonly string[]): Promise<ReadonlyMap<string, boolean>>;
}

/** For one node. */
export const presenceInMemory = (): PresenceStore => {
  const connections = new Map<string, Set<string>>();
  return {
    add: async (principalId, connectionId) => {
      const known = connections.get(principalId);
      if (known) known.add(connectionId);
      else connections.set(principalId, new Set([connectionId]));
      return known === undefined;
    },
    remove: async (principalId, connectionId) => {
      const known = connections.get(principalId);
      known?.delete(connectionId);
      if (known?.size !== 0) return false;
      return connections.delete(principalId);
    },
    online: async (ids) => new Map(ids.map((id) => [id, connections.has(id)])),
  };
};
