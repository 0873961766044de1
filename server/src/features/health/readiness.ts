/** May traffic come here? Each part says so for itself. */

export interface Part {
  readonly name: string;
  /** What it is, in a word: `embedded`, `external`, `none`. */
  readonly kind: string;
  /** Rejects when it is down. Absent for parts that cannot be down. */
  readonly check?: () => Promise<unknown>;
  /** False: the server goes on without it. */
  readonly isRequired: boolean;
}

export interface Readiness {
  readonly ready: boolean;
  readonly parts: Record<string, { readonly kind: string; readonly up: boolean; readonly required: boolean }>;
}

const CHECK_TIMEOUT_MS = 2_000;

const isUp = async (part: Part): Promise<boolean> => {
  if (!part.check) return true;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), CHECK_TIMEOUT_MS);
  });
  const answer = part.check().then(
    () => true,
    () => false,
  );
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
};

export const readiness = async (parts: readonly Part[], isDraining: boolean): Promise<Readiness> => {
  const states = await Promise.all(parts.map(isUp));
  const report = parts.map((part, index) => [
    part.name,
    { kind: part.kind, up: states[index] as boolean, required: part.isRequired },
  ]);
  const ready = !isDraining && parts.every((part, index) => states[index] || !part.isRequired);
  return { ready, parts: Object.fromEntries(report) };
};
